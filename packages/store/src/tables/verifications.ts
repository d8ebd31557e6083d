import type { AgentId, OrganizationId } from '@bindery/model'
import { z } from 'zod'
import { CountRow, DateRow, parseFirstRow } from '../rows.ts'
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

/** Keeps that a caller was verified, and says until when on the clock of the database. */
export async function insertVerification(
  transaction: Transaction,
  verification: NewVerification,
): Promise<Date> {
  const result: unknown = await transaction.raw(
    `insert into verifications (organization_id, id, agent_id, conversation_id, method, token_digest,
       sealed_facts, expires_at)
     values (?, ?, ?, ?, ?, ?, ?, now() + make_interval(secs => ?)) returning expires_at`,
    [
      verification.organizationId,
      verification.id,
      verification.agentId,
      verification.conversationId,
      verification.method,
      verification.tokenDigest,
      verification.sealedFacts,
      verification.lifetimeSeconds,
    ],
  )
  const row = parseFirstRow(z.object({ expiresAt: DateRow }), result)
  if (row === undefined) throw new Error('A kept verification must come back.')
  return row.expiresAt
}

export interface VerificationQuery {
  readonly agentId: AgentId
  readonly conversationId: string
  readonly tokenDigest: string
}

const VerificationRow = z.object({ id: z.string(), verifiedAt: DateRow, sealedFacts: z.string() })

/** The verification behind a token, while it holds, for this agent and this conversation only. */
export async function findVerification(
  transaction: Transaction,
  query: VerificationQuery,
): Promise<z.output<typeof VerificationRow> | undefined> {
  const result: unknown = await transaction.raw(
    `select id, verified_at, sealed_facts from verifications
     where agent_id = ? and conversation_id = ? and token_digest = ? and expires_at > clock_timestamp()`,
    [query.agentId, query.conversationId, query.tokenDigest],
  )
  return parseFirstRow(VerificationRow, result)
}

/** The last verification in a conversation, while it holds: for one that only its own caller can name. */
export async function findLastVerification(
  transaction: Transaction,
  query: Omit<VerificationQuery, 'tokenDigest'>,
): Promise<z.output<typeof VerificationRow> | undefined> {
  const result: unknown = await transaction.raw(
    `select id, verified_at, sealed_facts from verifications
     where agent_id = ? and conversation_id = ? and expires_at > clock_timestamp()
     order by verified_at desc limit 1`,
    [query.agentId, query.conversationId],
  )
  return parseFirstRow(VerificationRow, result)
}

export interface AttemptKey {
  readonly organizationId: OrganizationId
  readonly agentId: AgentId
  /** Who or what tries: a conversation, or a hash of what identifies the person. */
  readonly subject: string
}

const windowSeconds = 900

/**
 * Counts an attempt before it is made and gives how many there were in the last quarter of an hour, this one included:
 * attempts side by side are counted one after the other.
 */
export async function countAttempt(transaction: Transaction, key: AttemptKey): Promise<number> {
  const result: unknown = await transaction.raw(
    `insert into verification_attempts as attempts (organization_id, agent_id, subject, failures)
     values (?, ?, ?, 1)
     on conflict (organization_id, agent_id, subject) do update set
       failures = case when attempts.window_started_at < clock_timestamp() - make_interval(secs => ?)
         then 1 else attempts.failures + 1 end,
       window_started_at = case when attempts.window_started_at < clock_timestamp() - make_interval(secs => ?)
         then clock_timestamp() else attempts.window_started_at end
     returning failures`,
    [key.organizationId, key.agentId, key.subject, windowSeconds, windowSeconds],
  )
  return parseFirstRow(z.object({ failures: CountRow }), result)?.failures ?? 1
}

/** Takes an attempt back that came to no answer: a provider that is down locks nobody out. */
export async function takeAttemptBack(transaction: Transaction, key: AttemptKey): Promise<void> {
  await transaction.raw(
    `update verification_attempts set failures = greatest(failures - 1, 0) where agent_id = ? and subject = ?`,
    [key.agentId, key.subject],
  )
}

/** Forgets the attempts of somebody who was verified. */
export async function forgetAttempts(transaction: Transaction, key: AttemptKey): Promise<void> {
  await transaction.raw('delete from verification_attempts where agent_id = ? and subject = ?', [
    key.agentId,
    key.subject,
  ])
}
