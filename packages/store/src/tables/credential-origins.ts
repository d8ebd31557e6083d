import { type Environment, environments, type OrganizationId, toUrl } from '@bindery/model'
import { z } from 'zod'
import { OrganizationIdRow } from '../rows.ts'
import { Table } from '../table.ts'
import type { Transaction } from '../tenancy.ts'

/** A credential that several places share, and that has a list of origins for each environment. */
export interface OriginOwner {
  readonly kind: 'auth_connector' | 'secret'
  readonly id: string
}

/** What is stored by an upgrade is spelt as it was written, so it is compared as an origin and not as a text. */
const AllowedOriginRow = z.object({
  environment: z.enum(environments),
  origin: z.string().transform((text) => toUrl(text)?.origin ?? text),
})
export type AllowedOriginRow = z.output<typeof AllowedOriginRow>

const tableOf = (name: string) =>
  new Table({
    name,
    row: AllowedOriginRow,
    hidden: z.object({
      organizationId: OrganizationIdRow,
      connectorId: z.string().optional(),
      secretId: z.string().optional(),
    }),
  })
const lists = {
  auth_connector: { table: tableOf('auth_connector_origins'), column: 'connector_id' },
  secret: { table: tableOf('secret_origins'), column: 'secret_id' },
}
const byEnvironment = [
  { column: 'environment', kind: 'text', direction: 'up' },
  { column: 'origin', kind: 'text', direction: 'up' },
] as const

/** Where a credential may go, by environment. */
export function listAllowedOrigins(
  transaction: Transaction,
  { kind, id }: OriginOwner,
): Promise<readonly AllowedOriginRow[]> {
  const { table, column } = lists[kind]
  return table.list(transaction, [{}, transaction.raw('??::text = ?', [column, id])], byEnvironment)
}

export interface OriginList {
  readonly organizationId: OrganizationId
  readonly owner: OriginOwner
  readonly environment: Environment
  readonly origins: readonly string[]
}

/** Puts origins in the place of those that are allowed in one environment. */
export async function setAllowedOrigins(transaction: Transaction, list: OriginList): Promise<void> {
  const { organizationId, owner, environment, origins } = list
  const { table } = lists[owner.kind]
  const owned = owner.kind === 'secret' ? { secretId: owner.id } : { connectorId: owner.id }
  await table.delete(transaction, { ...owned, environment })
  for (const origin of new Set(origins))
    await table.insert(transaction, { organizationId, ...owned, environment, origin })
}
