import type { Environment } from '@bindery/model'
import { z } from 'zod'
import { CountRow, parseRows } from '../rows.ts'
import { organizationOf, type Transaction } from '../tenancy.ts'

// Raw: rows counted in groups, with a row for every hour in which nothing ran.

/** Runs that were begun in a stretch of time, and have ended. */
export interface RunsOf {
  readonly from: Date
  readonly to: Date
  readonly agentId?: string | undefined
  readonly skillId?: string | undefined
  /** Of each of these: of two that differ there are none. */
  readonly environments: readonly Environment[]
}

const HourRow = z.object({
  at: z.date(),
  calls: CountRow,
  failed: CountRow,
  denied: CountRow,
  /** In ms; null where nothing ran. */
  p50: z.number().nullable(),
  p95: z.number().nullable(),
})
/** What ended in an hour that begins at `at`. A run of unknown outcome has failed. */
type ExecutionHour = z.output<typeof HourRow>

const failed = `count(*) filter (where status in ('failed', 'outcome_unknown'))`
const denied = `count(*) filter (where status = 'denied')`

/** Hours in UTC that a stretch touches. */
const hours = `date_trunc('hour', :from::timestamptz, 'UTC'), :to::timestamptz - interval '1 microsecond', interval '1 hour'`

/** Answered by the index `executions_counted` alone. */
const fits = `created_at >= :from and created_at < :to and status not in ('running', 'waiting') and (:agentId::uuid is null or agent_id = :agentId::uuid)
  and (:skillId::uuid is null or skill_id = :skillId::uuid) and (:anywhere or environment = all(:environments::text[]))`

const bindingsOf = (
  transaction: Transaction,
  { from, to, agentId, skillId, environments: named }: RunsOf,
) => ({
  organizationId: organizationOf(transaction),
  from,
  to,
  agentId: agentId ?? null,
  skillId: skillId ?? null,
  anywhere: named.length === 0,
  environments: [...named],
})

/** One row for each hour, the first first. */
export async function listExecutionHours(
  transaction: Transaction,
  runs: RunsOf,
): Promise<readonly ExecutionHour[]> {
  const result: unknown = await transaction.raw(
    `select hour as at, coalesce(calls, 0) as calls, coalesce(failed, 0) as failed, coalesce(denied, 0) as denied, p50, p95
     from generate_series(${hours}) as hour left join (
       select date_trunc('hour', created_at, 'UTC') as hour, count(*) as calls, ${failed} as failed, ${denied} as denied,
         percentile_cont(0.5) within group (order by duration_ms) as p50,
         percentile_cont(0.95) within group (order by duration_ms) as p95
       from executions where organization_id = :organizationId and ${fits} group by 1) as ended using (hour)
     order by hour`,
    bindingsOf(transaction, runs),
  )
  return parseRows(HourRow, result)
}

const AgentHourRow = HourRow.pick({ at: true, calls: true, failed: true }).extend({ agentId: z.string() })
export type AgentHour = z.output<typeof AgentHourRow>

/** One row for each hour of each of these agents, agent by agent, the first hour first. */
export async function listAgentHours(
  transaction: Transaction,
  agentIds: readonly string[],
  runs: RunsOf,
): Promise<readonly AgentHour[]> {
  const result: unknown = await transaction.raw(
    `select agent_id::text, hour as at, coalesce(calls, 0) as calls, coalesce(failed, 0) as failed
     from unnest(:agentIds::uuid[]) as agent_id cross join generate_series(${hours}) as hour left join (
       select agent_id, date_trunc('hour', created_at, 'UTC') as hour, count(*) as calls, ${failed} as failed
       from executions where organization_id = :organizationId and ${fits} and agent_id = any(:agentIds::uuid[]) group by 1, 2) as ended using (agent_id, hour)
     order by agent_id, hour`,
    { ...bindingsOf(transaction, runs), agentIds: [...agentIds] },
  )
  return parseRows(AgentHourRow, result)
}

const SkillRunsRow = z.object({
  skillId: z.string(),
  agentId: z.string(),
  /** Null for a skill that was deleted. */
  functionName: z.string().nullable(),
  agentName: z.string().nullable(),
  calls: CountRow,
  failed: CountRow,
  denied: CountRow,
  /** Of all skills of the stretch, how many failed at least once. */
  failing: CountRow,
})
type SkillRuns = z.output<typeof SkillRunsRow>

/** Skills that were called, those that failed most often first. */
export async function listSkillRuns(
  transaction: Transaction,
  runs: RunsOf,
  limit: number,
): Promise<readonly SkillRuns[]> {
  const result: unknown = await transaction.raw(
    `with ended as (
       select skill_id, agent_id, count(*) as calls, ${failed} as failed, ${denied} as denied from executions where organization_id = :organizationId and ${fits} group by 1, 2)
     select ended.*, skills.function_name, agents.name as agent_name,
       (select count(*) from ended where failed > 0) as failing
     from ended
     left join skills on skills.organization_id = :organizationId and skills.id = ended.skill_id
     left join agents on agents.organization_id = :organizationId and agents.id = ended.agent_id
     order by ended.failed desc, ended.calls desc, ended.skill_id limit :limit`,
    { ...bindingsOf(transaction, runs), limit },
  )
  return parseRows(SkillRunsRow, result)
}
