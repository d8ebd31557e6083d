import { type Environment, environments } from '@bindery/model'
import { z } from 'zod'
import { CountRow, JsonObjectRow, parseRows } from '../rows.ts'
import { organizationOf, type Transaction } from '../tenancy.ts'
import { callersOf } from './callers-of.ts'

// Raw: several tables looked at for a page of integrations at once.

const Job = z.object({ jobId: z.string(), environment: z.enum(environments) })

const IntegrationFactsRow = z.object({
  integrationId: z.string(),
  catalogHash: z.string().nullable(),
  /** What the catalog holds, in numbers. */
  catalogSummary: JsonObjectRow.nullable(),
  skillCount: CountRow,
  openDrift: CountRow,
  runningJob: Job.extend({ status: z.enum(['queued', 'running']) }).nullable(),
  /** The last discovery that has ended, when it failed. */
  failedJob: Job.extend({ outcome: JsonObjectRow, at: z.coerce.date() }).nullable(),
})
export type IntegrationFacts = z.output<typeof IntegrationFactsRow>

export interface IntegrationFactsQuery {
  readonly integrationIds: readonly string[]
  /** Whose discoveries are told of; all of them when undefined. */
  readonly environment: Environment | undefined
}

/** One row for each integration that there is, in any order. */
export async function listIntegrationFacts(
  transaction: Transaction,
  { integrationIds, environment }: IntegrationFactsQuery,
): Promise<readonly IntegrationFacts[]> {
  const only = environment ?? null
  const result: unknown = await transaction.raw(
    `select integrations.id as integration_id, catalogs.hash as catalog_hash, catalogs.summary as catalog_summary,
       (select count(*) from skills where skills.organization_id = integrations.organization_id
         and skills.id in ${callersOf}) as skill_count,
       (select count(*) from skill_drifts where skill_drifts.organization_id = integrations.organization_id
         and skill_drifts.status = 'open'
         and skill_drifts.skill_id in ${callersOf}) as open_drift,
       (select jsonb_build_object('jobId', id, 'environment', environment, 'status', status) from jobs
         where jobs.organization_id = integrations.organization_id and jobs.integration_id = integrations.id
           and status in ('queued', 'running') and (?::text is null or environment = ?::text)
         order by created_at desc limit 1) as running_job,
       (select case when status = 'failed' then jsonb_build_object('jobId', id, 'environment', environment,
           'outcome', outcome, 'at', updated_at) end from jobs
         where jobs.organization_id = integrations.organization_id and jobs.integration_id = integrations.id
           and status in ('done', 'failed') and (?::text is null or environment = ?::text)
         order by created_at desc limit 1) as failed_job
     from integrations left join catalogs
       on catalogs.organization_id = integrations.organization_id and catalogs.id = integrations.catalog_id
     where integrations.organization_id = ? and integrations.id = any(?::uuid[])`,
    [only, only, only, only, organizationOf(transaction), [...integrationIds]],
  )
  return parseRows(IntegrationFactsRow, result)
}
