import { z } from 'zod'
import { OrganizationIdRow } from '../rows.ts'
import { Table } from '../table.ts'
import type { Transaction } from '../tenancy.ts'
import type { EnvironmentSlot } from './environments.ts'

/** What a database estimated, compressed, under its hash. */
export interface Estimates {
  readonly hash: string
  readonly bytes: Uint8Array
}

const Place = z.object({
  organizationId: OrganizationIdRow,
  integrationId: z.string(),
  environment: z.string(),
})
const estimates = new Table({
  name: 'environment_statistics',
  row: z.object({ hash: z.string(), bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array) }),
  hidden: Place,
})
const hashes = new Table({
  name: 'environment_statistics',
  row: z.object({ hash: z.string() }),
  hidden: Place,
})

/** Takes the place of what was estimated before; undefined when nothing is any more. */
export async function setStatistics(
  transaction: Transaction,
  slot: EnvironmentSlot,
  found: Estimates | undefined,
): Promise<void> {
  if (found === undefined) {
    await estimates.delete(transaction, place(slot))
    return
  }
  const { organizationId, integrationId, environment } = slot
  await estimates.upsert(
    transaction,
    { organizationId, integrationId, environment, ...found },
    { on: ['organizationId', 'integrationId', 'environment'], replace: ['hash', 'bytes'] },
  )
}

/** Where an environment is, as rows of catalogs name it. */
type Where = { readonly integrationId: string; readonly environment: string }

const place = ({ integrationId, environment }: Where) => ({ integrationId, environment })

/** The hash alone, for whoever has the rest in memory. */
export async function findStatisticsHash(
  transaction: Transaction,
  where: Where,
): Promise<string | undefined> {
  return (await hashes.find(transaction, place(where)))?.hash
}

export const findStatistics = (transaction: Transaction, where: Where): Promise<Estimates | undefined> =>
  estimates.find(transaction, place(where))
