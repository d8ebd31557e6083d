import { type Environment, environments, type OrganizationId, toUrl } from '@bindery/model'
import { z } from 'zod'
import { OrganizationIdRow } from '../rows.ts'
import { Table } from '../table.ts'
import type { Transaction } from '../tenancy.ts'
import { isAmong } from './conditions.ts'

/** A credential that several places share, and that has a list of origins for each environment. */
export interface OriginOwner {
  readonly kind: 'auth_connector' | 'secret'
  readonly id: string
}

/** What is stored by an upgrade is spelt as it was written, so it is compared as an origin and not as a text. */
const AllowedOriginRow = z.object({
  ownerId: z.string(),
  environment: z.enum(environments),
  origin: z.string().transform((text) => toUrl(text)?.origin ?? text),
})
export type AllowedOriginRow = z.output<typeof AllowedOriginRow>

const tableOf = (name: string, column: string) =>
  new Table({
    name,
    from: `select ${name}.*, ${column} as owner_id from ${name}`,
    row: AllowedOriginRow,
    hidden: z.object({
      organizationId: OrganizationIdRow,
      connectorId: z.string().optional(),
      secretId: z.string().optional(),
    }),
  })
const lists = {
  auth_connector: tableOf('auth_connector_origins', 'connector_id'),
  secret: tableOf('secret_origins', 'secret_id'),
}
const byEnvironment = [
  { column: 'environment', kind: 'text', direction: 'up' },
  { column: 'origin', kind: 'text', direction: 'up' },
] as const

/** Where credentials of one kind may go, by environment. */
export const listAllowedOrigins = (
  transaction: Transaction,
  kind: OriginOwner['kind'],
  ids: readonly string[],
): Promise<readonly AllowedOriginRow[]> =>
  lists[kind].list(transaction, [{}, isAmong(transaction, 'owner_id', ids)], { order: byEnvironment })

export interface OriginList {
  readonly organizationId: OrganizationId
  readonly owner: OriginOwner
  readonly environment: Environment
  readonly origins: readonly string[]
}

/** Puts origins in the place of those that are allowed in one environment. */
export async function setAllowedOrigins(transaction: Transaction, list: OriginList): Promise<void> {
  const { organizationId, owner, environment, origins } = list
  const table = lists[owner.kind]
  const owned = owner.kind === 'secret' ? { secretId: owner.id } : { connectorId: owner.id }
  await table.delete(transaction, { ...owned, environment })
  for (const origin of new Set(origins))
    await table.insert(transaction, { organizationId, ...owned, environment, origin })
}
