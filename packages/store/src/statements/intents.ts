import { type ExecutionRecord, type OrganizationId, ProviderRefusal } from '@bindery/model'
import { z } from 'zod'
import { ExecutionIdRow, hasRow, parseFirstRow, parseRows, toJsonb } from '../rows.ts'
import { organizationOf, type Transaction } from '../tenancy.ts'
import { findUsedKey, forgetFailedKey } from './used-keys.ts'

// Raw: what two processes may do at once is one statement each, on the clock of the database.

/** The columns of an intent; the runtime's own shape has more. */
export interface NewIntent {
  readonly executionId: string
  readonly organizationId: OrganizationId
  readonly agentId: string
  readonly skillId: string
  readonly effect: string
  readonly argumentsHash: string
  /** What `argumentsHash` begins with, whichever version of the skill made the call. */
  readonly anyVersion: string
  /** Hashes of the same call by which versions before may have kept its key. */
  readonly earlierHashes: readonly string[]
  readonly skillHash: string
  readonly idempotencyKey: string
  readonly deadlineMs: number
  /** The process that runs it: when that dies, the run is over. */
  readonly owner: string
}

/** Nobody will say any more how a run ended. Rows from before processes were known have no owner. */
const isAbandoned = `(deadline < clock_timestamp() or (owner is not null and not exists (
  select 1 from server_processes where server_processes.id = executions.owner
    and server_processes.seen_at > clock_timestamp() - interval '8 seconds')))`

const KnownRow = z.object({
  id: ExecutionIdRow,
  status: z.string(),
  effect: z.string(),
  argumentsHash: z.string(),
  sealedReplay: z.string().nullable(),
  errorCode: z.string().nullable(),
  upstreamStatus: z.int().nullable(),
  /** What the provider said of a call that failed. */
  refusal: ProviderRefusal.nullable(),
  isOverdue: z.boolean(),
})
export type KnownExecution = z.output<typeof KnownRow>

/** Commits an intent; when its key is known already, gives the execution that has it instead. */
export async function insertIntent(
  transaction: Transaction,
  intent: NewIntent,
): Promise<KnownExecution | undefined> {
  const inserted: unknown = await transaction.raw(
    `insert into executions (organization_id, id, agent_id, skill_id, status, effect, idempotency_key, arguments_hash, owner, sent_at, deadline)
     values (?, ?, ?, ?, 'running', ?, ?, ?, ?, clock_timestamp(), clock_timestamp() + make_interval(secs => ?))
     on conflict (organization_id, idempotency_key) do nothing
     returning is_used_key(organization_id, idempotency_key) as is_used`,
    [
      intent.organizationId,
      intent.executionId,
      intent.agentId,
      intent.skillId,
      intent.effect,
      intent.idempotencyKey,
      intent.argumentsHash,
      intent.owner,
      intent.deadlineMs / 1000,
    ],
  )
  const begun = parseFirstRow(BegunRow, inserted)
  if (begun?.isUsed === false) return undefined
  // Its execution was removed by age, and what came of it is kept: this one does not begin.
  if (begun?.isUsed === true)
    await transaction.raw('delete from executions where organization_id = ? and id = ?', [
      intent.organizationId,
      intent.executionId,
    ])
  return findByIdempotencyKey(transaction, intent.idempotencyKey)
}

const BegunRow = z.object({ isUsed: z.boolean() })

/**
 * Takes a run of unknown outcome over under a new id, which the version of the skill that began it alone may, or the key of
 * one that failed, whose record stays. False when somebody else did, or when it is neither.
 */
export async function resumeIntent(transaction: Transaction, intent: NewIntent): Promise<boolean> {
  const hashes = [intent.argumentsHash, ...intent.earlierHashes]
  const freed: unknown = await transaction.raw(
    `update executions set idempotency_key = null
     where organization_id = ? and idempotency_key = ? and status = 'failed'
       and (arguments_hash = any(?) or starts_with(arguments_hash, ?)) returning id`,
    [intent.organizationId, intent.idempotencyKey, hashes, intent.anyVersion],
  )
  if (hasRow(freed) || (await forgetFailedKey(transaction, intent)))
    return (await insertIntent(transaction, intent)) === undefined
  const result: unknown = await transaction.raw(
    `update executions set id = ?, status = 'running', record = null, owner = ?, sent_at = clock_timestamp(),
       deadline = clock_timestamp() + make_interval(secs => ?)
     where organization_id = ? and idempotency_key = ? and arguments_hash = any(?)
       and (status = 'outcome_unknown' or (status = 'running' and ${isAbandoned})) returning id`,
    [
      intent.executionId,
      intent.owner,
      intent.deadlineMs / 1000,
      intent.organizationId,
      intent.idempotencyKey,
      hashes,
    ],
  )
  return hasRow(result)
}

/** The execution that holds an idempotency key, or held it until it was removed by age; undefined for a key that is new. */
export async function findByIdempotencyKey(
  transaction: Transaction,
  idempotencyKey: string,
): Promise<KnownExecution | undefined> {
  const known: unknown = await transaction.raw(
    `select id, status, effect, arguments_hash, sealed_replay, record->>'errorCode' as error_code,
       (record->>'upstreamStatus')::int as upstream_status, record->'provider' as refusal,
       (status = 'running' and ${isAbandoned}) as is_overdue
     from executions where organization_id = ? and idempotency_key = ?`,
    [organizationOf(transaction), idempotencyKey],
  )
  return parseFirstRow(KnownRow, known) ?? findUsedKey(transaction, idempotencyKey)
}

export interface FinishedExecution {
  readonly record: ExecutionRecord
  readonly sealedReplay: string | undefined
}

/** Writes how executions of one organisation ended, whether or not they had an intent. No two of the same id. */
export async function saveExecutions(
  transaction: Transaction,
  finished: readonly FinishedExecution[],
): Promise<void> {
  const column = (pick: (entry: FinishedExecution) => string): string[] => finished.map(pick)
  await transaction.raw(
    `insert into executions (organization_id, id, agent_id, skill_id, status, record, sealed_replay, created_at)
     select organization_id::uuid, id::uuid, agent_id::uuid, skill_id::uuid, status, record::jsonb, nullif(sealed_replay, ''),
       created_at::timestamptz
     from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
       as entry (organization_id, id, agent_id, skill_id, status, record, sealed_replay, created_at)
     on conflict (organization_id, id) do update
       set status = excluded.status, record = excluded.record, sealed_replay = excluded.sealed_replay`,
    [
      column(({ record }) => record.organizationId),
      column(({ record }) => record.executionId),
      column(({ record }) => record.agentId),
      column(({ record }) => record.skillId),
      column(({ record }) => record.status),
      column(({ record }) => toJsonb(record)),
      column(({ sealedReplay }) => sealedReplay ?? ''),
      column(({ record }) => record.startedAt.toISOString()),
    ],
  )
}

/** Marks intents whose deadline passed, or whose process died, without an outcome. Runs as the platform. */
export async function markOverdueUnknown(transaction: Transaction): Promise<number> {
  const result: unknown = await transaction.raw(
    `update executions set status = case when effect = 'read' then 'failed' else 'outcome_unknown' end
     where status = 'running' and ${isAbandoned} returning id`,
  )
  return parseRows(z.unknown(), result).length
}
