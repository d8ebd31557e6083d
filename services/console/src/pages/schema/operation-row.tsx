import type { ReactNode } from 'react'
import { t } from '../../text/translate.ts'
import { Tag } from '../../ui/marks.tsx'
import { TwoLines } from '../../ui/two-lines.tsx'
import type { OperationEntry } from './operation-entries.ts'
import { Verb } from './verb.tsx'

export function OperationRow({ entry }: { readonly entry: OperationEntry }): ReactNode {
  const { name, title, availability } = entry
  return (
    <>
      <Verb method={entry.method} isWrite={entry.isWrite} />
      <TwoLines
        name={title === '' ? name : title}
        below={title === '' ? undefined : <span className="mono">{name}</span>}
      />
      {availability !== 'bindable' && <Tag meaning="warn">{t(`schema.${availability}`)}</Tag>}
    </>
  )
}
