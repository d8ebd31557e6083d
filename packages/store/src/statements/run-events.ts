import { channels, environments } from '@bindery/model'
import { z } from 'zod'
import { confirmationStatuses } from '../tables/confirmations.ts'
import { CountRow, parseFirstRow, parseRows } from '../rows.ts'
import { organizationOf, type Transaction } from '../tenancy.ts'

// Raw: entries of the audit log with what they tell of.

const RunEventRow = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('execution'),
    sequence: CountRow,
    id: z.string(),
    agentId: z.string(),
    skillId: z.string(),
    functionName: z.string().nullable(),
    status: z.string(),
    environment: z.enum(environments).nullable(),
    channel: z.enum(channels).nullable().catch(null),
    durationMs: z.number().nullable(),
    createdAt: z.date(),
  }),
  z.object({
    kind: z.literal('confirmation'),
    sequence: CountRow,
    id: z.string(),
    agentId: z.string(),
    skillId: z.string(),
    status: z.enum(confirmationStatuses),
    environment: z.enum(environments),
    createdAt: z.date(),
    expiresAt: z.date(),
  }),
  /** An entry that tells of no run, or of one that is gone. */
  z.object({ kind: z.literal('other'), sequence: CountRow }),
])
/** A run that has ended, or a call that waits for a person or was decided, in the state in which it is by now. */
export type RunEvent = z.output<typeof RunEventRow>

export interface EventWindow {
  /** Sequence of the last entry that was seen. */
  readonly after: number
  readonly limit: number
}

/**
 * Entries behind one of the audit log, in their order. Sequences of an organisation have no gaps and are committed in their
 * order, so who reads on behind the last one misses nothing, whichever server wrote it.
 */
export async function listRunEvents(
  transaction: Transaction,
  { after, limit }: EventWindow,
): Promise<readonly RunEvent[]> {
  const result: unknown = await transaction.raw(
    `with told as (
       select sequence,
         case when action like 'skill.%' then detail->>'executionId' end as execution_id,
         case when action like 'confirmation.%' then subject end as confirmation_id
       from audit_entries where organization_id = :organizationId and sequence > :after order by sequence limit :limit)
     select told.sequence,
       case when executions.id is not null then 'execution' when confirmations.id is not null then 'confirmation' else 'other' end
         as kind,
       coalesce(executions.id, confirmations.id)::text as id,
       coalesce(executions.agent_id::text, call->>'agentId') as agent_id,
       coalesce(executions.skill_id::text, call->>'skillId') as skill_id,
       record->>'functionName' as function_name,
       coalesce(executions.status, confirmations.status) as status,
       coalesce(executions.environment, call->>'environment') as environment,
       executions.channel, duration_ms, coalesce(executions.created_at, confirmations.created_at) as created_at,
       confirmations.expires_at
     from told
     left join executions on executions.organization_id = :organizationId and executions.id = execution_id::uuid
     left join confirmations on confirmations.organization_id = :organizationId and confirmations.id = confirmation_id::uuid
     order by told.sequence`,
    { organizationId: organizationOf(transaction), after, limit },
  )
  return parseRows(RunEventRow, result)
}

/** Sequence of the last entry of the audit log; 0 for none. */
export async function findLastEntry(transaction: Transaction): Promise<number> {
  const result: unknown = await transaction.raw(
    'select sequence from audit_heads where organization_id = :organizationId',
    { organizationId: organizationOf(transaction) },
  )
  return parseFirstRow(z.object({ sequence: CountRow }), result)?.sequence ?? 0
}
