import { type Environment, environments, type OrganizationId } from '@bindery/model'
import { z } from 'zod'
import { parseRows } from '../rows.ts'
import type { Transaction } from '../tenancy.ts'

/** A credential that several places share, and that has a list of origins for each environment. */
export interface OriginOwner {
  readonly kind: 'auth_connector' | 'secret'
  readonly id: string
}

const lists = {
  auth_connector: { table: 'auth_connector_origins', column: 'connector_id' },
  secret: { table: 'secret_origins', column: 'secret_id' },
} as const

/** What is stored by an upgrade is spelt as it was written, so it is compared as an origin and not as a text. */
const AllowedOriginRow = z.object({
  environment: z.enum(environments),
  origin: z.string().transform((text) => (URL.canParse(text) ? new URL(text).origin : text)),
})
export type AllowedOriginRow = z.output<typeof AllowedOriginRow>

/** Where a credential may go, by environment. */
export async function listAllowedOrigins(
  transaction: Transaction,
  { kind, id }: OriginOwner,
): Promise<readonly AllowedOriginRow[]> {
  const { table, column } = lists[kind]
  const result: unknown = await transaction.raw(
    `select environment, origin from ${table} where ${column}::text = ? order by environment, origin`,
    [id],
  )
  return parseRows(AllowedOriginRow, result)
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
  const { table, column } = lists[owner.kind]
  await transaction.raw(`delete from ${table} where ${column} = ? and environment = ?`, [
    owner.id,
    environment,
  ])
  for (const origin of new Set(origins)) {
    await transaction.raw(
      `insert into ${table} (organization_id, ${column}, environment, origin) values (?, ?, ?, ?)`,
      [organizationId, owner.id, environment, origin],
    )
  }
}
