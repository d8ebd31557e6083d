import { auditActions } from '@bindery/client'
import type { AuditAction, AuditFilter } from '../../api/audit.ts'
import { toTime } from '../../text/to-time.ts'

export const toAction = (value: unknown): AuditAction | undefined =>
  auditActions.find((action) => action === value)

/** Names are as long as the API takes them. */
const mostCharacters = 200

const toName = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, mostCharacters) : undefined

/** What the address narrows the log to. */
export function readAuditSearch(search: Record<string, unknown>): AuditFilter {
  const [actor, subject] = [toName(search['actor']), toName(search['subject'])]
  const [from, to] = [toTime(search['from']), toTime(search['to'])]
  const action = toAction(search['action'])
  return {
    ...(actor !== undefined && { actor }),
    ...(action !== undefined && { action }),
    ...(subject !== undefined && { subject }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  }
}

/** Nothing was written after the time before which it had to be. */
export const isReversed = ({ from, to }: AuditFilter): boolean =>
  from !== undefined && to !== undefined && from >= to
