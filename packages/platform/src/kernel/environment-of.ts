import { type Environment, environments, type OrganizationId } from '@bindery/model'
import { findApiKey, findConfirmation, findExecution, findJob, type Transaction } from '@bindery/store'
import { z } from 'zod'
import type { Principal } from './principal.ts'
import { uuid } from './shapes.ts'
import type { Needs } from './needs.ts'

/*
 * For which environment a record was made; undefined where there is no such record, which the use case itself answers with 404.
 */

export const environmentOfKey = (services: Needs<'store'>, { organizationId }: Principal, id: string) =>
  lookUp(services, { organizationId, id }, async (transaction) => {
    const key = await findApiKey(transaction, id)
    // A key without an environment is one for all of them: nobody else may touch it.
    return key === undefined ? undefined : (key.environment ?? 'every environment')
  })

export const environmentOfConfirmation = (
  services: Needs<'store'>,
  { organizationId }: Principal,
  id: string,
) =>
  lookUp(services, { organizationId, id }, async (transaction) => {
    return (await findConfirmation(transaction, id))?.confirmation.environment
  })

export const environmentOfExecution = (services: Needs<'store'>, { organizationId }: Principal, id: string) =>
  lookUp(services, { organizationId, id }, async (transaction) => {
    const execution = await findExecution(transaction, id)
    // The record comes with the end of a run: until then nobody can say for whom it is.
    return execution === undefined
      ? undefined
      : (environmentIn(execution.record) ?? 'an environment that is not on record')
  })

export const environmentOfJob = (services: Needs<'store'>, { organizationId }: Principal, id: string) =>
  lookUp(services, { organizationId, id }, async (transaction) => {
    return (await findJob(transaction, id))?.environment
  })

interface Place {
  readonly organizationId: OrganizationId
  readonly id: string
}

async function lookUp<Found>(
  { store }: Needs<'store'>,
  { organizationId, id }: Place,
  find: (transaction: Transaction) => Promise<Found>,
): Promise<Found | undefined> {
  return uuid.safeParse(id).success ? store.run(organizationId, find) : undefined
}

const Recorded = z.object({ environment: z.enum(environments) })

function environmentIn(record: unknown): Environment | undefined {
  const parsed = Recorded.safeParse(record)
  return parsed.success ? parsed.data.environment : undefined
}
