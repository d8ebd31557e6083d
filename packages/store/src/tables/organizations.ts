import type { OrganizationId } from '@bindery/model'
import { z } from 'zod'
import { CountRow, DateRow, OrganizationIdRow, parseFirstRow, parseRows } from '../rows.ts'
import type { Transaction } from '../tenancy.ts'

export const OrganizationRow = z.object({
  id: OrganizationIdRow,
  slug: z.string(),
  name: z.string(),
  createdAt: DateRow,
})
export type OrganizationRow = z.output<typeof OrganizationRow>

export async function insertOrganization(
  transaction: Transaction,
  organization: { readonly id: OrganizationId; readonly slug: string; readonly name: string },
): Promise<void> {
  await transaction.raw('insert into organizations (id, slug, name) values (?, ?, ?)', [
    organization.id,
    organization.slug,
    organization.name,
  ])
}

/** The organisation that was made first: the one that a bootstrap key belongs to. */
export async function findFirstOrganization(transaction: Transaction): Promise<OrganizationRow | undefined> {
  const result: unknown = await transaction.raw('select * from organizations order by created_at, id limit 1')
  return parseFirstRow(OrganizationRow, result)
}

/**
 * How many agents or integrations an organisation has. Whoever counts waits for the others that do, so that a limit
 * holds for callers side by side.
 */
export async function countOwned(
  transaction: Transaction,
  organizationId: OrganizationId,
  what: 'agents' | 'integrations',
): Promise<number> {
  await transaction.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`${what}/${organizationId}`])
  const result: unknown = await transaction.raw(`select count(*) as count from ${what}`)
  return parseFirstRow(z.object({ count: CountRow }), result)?.count ?? 0
}

export async function listOrganizations(transaction: Transaction): Promise<readonly OrganizationRow[]> {
  const result: unknown = await transaction.raw('select * from organizations order by created_at, id')
  return parseRows(OrganizationRow, result)
}
