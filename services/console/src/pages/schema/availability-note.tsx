import type { Operation } from '@bindery/client'
import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { t } from '../../text/translate.ts'
import { Note } from '../../ui/marks.tsx'
import { ProviderText } from '../../ui/provider-text.tsx'

/** What of an operation cannot be bound, and why. */
export function AvailabilityNote({ availability }: Pick<Operation, 'availability'>): ReactNode {
  if (availability.status === 'bindable') return null
  return (
    <Note meaning="warn" icon={TriangleAlert}>
      <b>{t(`schema.why_${availability.status}`)}</b>
      <ul>
        {availability.reasons.map(({ code, message, pointer }) => (
          <li key={`${code}-${pointer}`}>
            <ProviderText>{message}</ProviderText>
          </li>
        ))}
      </ul>
    </Note>
  )
}
