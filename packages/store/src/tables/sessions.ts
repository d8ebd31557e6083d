import { z } from 'zod'
import { DateRow, OrganizationIdRow } from '../rows.ts'
import { Table } from '../table.ts'
import type { Transaction } from '../tenancy.ts'

/** A session of a browser, or a code that begins one: the key that it is for, and until when it may be used. */
export const SessionRow = z.object({
  organizationId: OrganizationIdRow,
  keyId: z.string(),
  expiresAt: DateRow,
})
export type SessionRow = z.output<typeof SessionRow>

export const sessionPurposes = ['session', 'code'] as const

export interface NewSession extends Readonly<SessionRow> {
  readonly digest: string
  readonly purpose: (typeof sessionPurposes)[number]
  /** What had run out by then is forgotten. */
  readonly now: Date
}

const sessions = new Table({
  name: 'sessions',
  row: SessionRow,
  hidden: z.object({ digest: z.string(), purpose: z.enum(sessionPurposes) }),
})

export async function insertSession(
  transaction: Transaction,
  { now, ...session }: NewSession,
): Promise<void> {
  await sessions.delete(transaction, [{}, transaction.raw('expires_at <= ?', [now])])
  await sessions.insert(transaction, session)
}

/** Looks a session up by its digest in all organisations; the caller's transaction must be the platform's. */
export const findSession = (transaction: Transaction, digest: string): Promise<SessionRow | undefined> =>
  sessions.find(transaction, { digest, purpose: 'session' })

/** True when there was such a session. */
export const deleteSession = (transaction: Transaction, digest: string): Promise<boolean> =>
  sessions.delete(transaction, { digest, purpose: 'session' })

/** Ends the sessions of a key, and the codes for it. */
export async function deleteSessionsOfKey(transaction: Transaction, keyId: string): Promise<void> {
  await sessions.delete(transaction, { keyId })
}
