import type { PrepublishReport } from '@bindery/client'
import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { Note } from '../../ui/marks.tsx'

/** What should be known before it is published. */
export function ReportWarnings({ warnings }: Pick<PrepublishReport, 'warnings'>): ReactNode {
  if (warnings.length === 0) return null
  return (
    <Note meaning="warn" icon={TriangleAlert}>
      <ul>
        {warnings.map(({ code, skillId, functionName, message }) => (
          <li key={`${code}-${skillId}`}>
            {functionName !== null && <b className="mono">{functionName} </b>}
            {message}
          </li>
        ))}
      </ul>
    </Note>
  )
}
