import type { OrganizationId } from '@bindery/model'
import { z } from 'zod'
import { oldestFirst } from '../keyset.ts'
import { DateRow, OrganizationIdRow } from '../rows.ts'
import { Table } from '../table.ts'
import type { Transaction } from '../tenancy.ts'

export const OrganizationRow = z.object({
  id: OrganizationIdRow,
  slug: z.string(),
  name: z.string(),
  createdAt: DateRow,
})
export type OrganizationRow = z.output<typeof OrganizationRow>

const organizations = new Table({ name: 'organizations', row: OrganizationRow, tenant: 'none' })

export const insertOrganization = (
  transaction: Transaction,
  organization: Readonly<Pick<OrganizationRow, 'id' | 'slug' | 'name'>>,
): Promise<void> => organizations.insert(transaction, organization)

/** The organisation that was made first: the one that a bootstrap key belongs to. */
export const findFirstOrganization = (transaction: Transaction): Promise<OrganizationRow | undefined> =>
  organizations.find(transaction, {}, { order: oldestFirst })

export const findOrganization = (
  transaction: Transaction,
  id: OrganizationId,
): Promise<OrganizationRow | undefined> => organizations.find(transaction, { id })

export const listOrganizations = (transaction: Transaction): Promise<readonly OrganizationRow[]> =>
  organizations.list(transaction, {}, { order: oldestFirst })
