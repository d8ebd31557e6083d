import type { AgentId, OrganizationId } from '@bindery/model'
import { z } from 'zod'
import { AgentIdRow, DateRow, OrganizationIdRow } from '../rows.ts'
import { Table } from '../table.ts'
import type { Transaction } from '../tenancy.ts'

export interface NewVerification {
  readonly organizationId: OrganizationId
  readonly id: string
  readonly agentId: AgentId
  readonly conversationId: string
  readonly method: string
  /** The token itself is not kept. */
  readonly tokenDigest: string
  /** What the verifier found about the person, sealed. */
  readonly sealedFacts: string
  readonly lifetimeSeconds: number
}

const VerificationRow = z.object({ id: z.string(), verifiedAt: DateRow, sealedFacts: z.string() })
type VerificationRow = z.output<typeof VerificationRow>

const verifications = new Table({
  name: 'verifications',
  row: VerificationRow,
  hidden: z.object({
    organizationId: OrganizationIdRow,
    agentId: AgentIdRow,
    conversationId: z.string(),
    method: z.string(),
    tokenDigest: z.string(),
    expiresAt: DateRow,
  }),
})
const expiries = new Table({ name: 'verifications', row: z.object({ id: z.string(), expiresAt: DateRow }) })

/** Keeps that a caller was verified, and says until when on the clock of the database. */
export async function insertVerification(
  transaction: Transaction,
  { lifetimeSeconds, ...verification }: NewVerification,
): Promise<Date> {
  const expiresAt = transaction.raw('now() + make_interval(secs => ?)', [lifetimeSeconds])
  await verifications.insert(transaction, { ...verification, expiresAt })
  const row = await expiries.find(transaction, { id: verification.id })
  if (row === undefined) throw new Error('A kept verification must come back.')
  return row.expiresAt
}

export interface VerificationQuery {
  readonly agentId: AgentId
  readonly conversationId: string
  readonly tokenDigest: string
}

const holds = (transaction: Transaction) => transaction.raw('expires_at > clock_timestamp()')

/** The verification behind a token, while it holds, for this agent and this conversation only. */
export const findVerification = (
  transaction: Transaction,
  { agentId, conversationId, tokenDigest }: VerificationQuery,
): Promise<VerificationRow | undefined> =>
  verifications.find(transaction, [{ agentId, conversationId, tokenDigest }, holds(transaction)])

/** The last verification in a conversation, while it holds: for one that only its own caller can name. */
export const findLastVerification = (
  transaction: Transaction,
  { agentId, conversationId }: Omit<VerificationQuery, 'tokenDigest'>,
): Promise<VerificationRow | undefined> =>
  verifications.find(transaction, [{ agentId, conversationId }, holds(transaction)], {
    order: [{ column: 'verifiedAt', kind: 'time', direction: 'down' }],
  })

export interface AttemptKey {
  readonly organizationId: OrganizationId
  readonly agentId: AgentId
  /** Who or what tries: a conversation, or a hash of what identifies the person. */
  readonly subject: string
}

const attempts = new Table({
  name: 'verification_attempts',
  row: z.object({ agentId: AgentIdRow, subject: z.string(), failures: z.int() }),
})

/** Takes an attempt back that came to no answer: a provider that is down locks nobody out. */
export async function takeAttemptBack(
  transaction: Transaction,
  { agentId, subject }: AttemptKey,
): Promise<void> {
  const failures = transaction.raw('greatest(failures - 1, 0)')
  await attempts.update(transaction, { agentId, subject }, { failures })
}

/** Forgets the attempts of somebody who was verified. */
export async function forgetAttempts(
  transaction: Transaction,
  { agentId, subject }: AttemptKey,
): Promise<void> {
  await attempts.delete(transaction, { agentId, subject })
}
