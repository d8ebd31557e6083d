import type { OrganizationId } from '@bindery/model'
import { z } from 'zod'
import { DateRow, OrganizationIdRow, parseFirstRow, parseRows } from '../rows.ts'
import type { Transaction } from '../tenancy.ts'

export const OrganizationRow = z.object({
  id: OrganizationIdRow,
  slug: z.string(),
  name: z.string(),
  created_at: DateRow,
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

export async function listOrganizations(transaction: Transaction): Promise<readonly OrganizationRow[]> {
  const result: unknown = await transaction.raw('select * from organizations order by created_at, id')
  return parseRows(OrganizationRow, result)
}
