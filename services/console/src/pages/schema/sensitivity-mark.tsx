import type { Field } from '@bindery/client'
import { Shield } from 'lucide-react'
import type { ReactNode } from 'react'
import { t } from '../../text/translate.ts'
import { Tag } from '../../ui/marks.tsx'

/** What kind of personal or secret data it is; nothing for what is none. */
export function SensitivityMark({
  sensitivity,
}: {
  readonly sensitivity: Field['sensitivityClass']
}): ReactNode {
  if (sensitivity === 'none') return null
  return (
    <Tag meaning="warn" icon={Shield}>
      {t(`schema.class_${sensitivity}`)}
    </Tag>
  )
}
