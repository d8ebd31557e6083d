import { type Environment, type OperationSkill, type QueryPlan } from '@bindery/model'
import { explainPlan } from '@bindery/sources'
import { z } from 'zod'
import { openIntegration } from '../integrations/open-integration.ts'
import type { Needs } from '../kernel/needs.ts'
import type { Principal } from '../kernel/principal.ts'

/** How long a database may take to say what it would do, in ms. */
const deadlineMs = 10_000

export const QueryPlanView = z
  .object({
    rows: z.number().nullable().describe('Rows that the server expects to hand over'),
    cost: z.number().nullable().describe('In a unit of its own'),
    reads: z.array(
      z.object({
        table: z.string(),
        by: z.enum(['whole', 'index']).describe('`whole`: every row of the table is read'),
        index: z.string().nullable(),
        rows: z.number().nullable(),
      }),
    ),
  })
  .meta({ id: 'QueryPlan' })

/**
 * How the connected database would carry out a compiled search. Nothing is run. Throws `bad_request` for anything but a search
 * of a database, and what the connection throws.
 */
export async function explainBinding(
  services: Needs<'config' | 'egress' | 'runCaches' | 'store'>,
  { organizationId }: Principal,
  { skill, environment }: { readonly skill: OperationSkill; readonly environment: Environment },
): Promise<QueryPlan> {
  const connection = await openIntegration(services, {
    organizationId,
    integration: skill.integration,
    environment,
  })
  return explainPlan(skill, connection, AbortSignal.timeout(deadlineMs))
}
