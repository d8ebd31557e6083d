import type { ReactNode } from 'react'
import { t } from '../../text/translate.ts'
import { type Meaning, Status } from '../../ui/marks.tsx'
import { toStatus } from './activity-search.ts'

const meanings: Readonly<Record<string, Meaning>> = {
  succeeded: 'ok',
  not_found: 'warn',
  conditions_not_met: 'warn',
  ambiguous: 'warn',
  waiting: 'warn',
  not_certain: 'warn',
  denied: 'warn',
  running: 'warn',
}

/** How a call ended. */
export function StatusMark({ status }: { readonly status: string }): ReactNode {
  const known = toStatus(status)
  return (
    <Status meaning={meanings[status] ?? 'bad'}>
      {known === undefined ? status : t(`activity.is_${known}`)}
    </Status>
  )
}
