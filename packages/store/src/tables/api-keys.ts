import type { Environment, OrganizationId } from '@bindery/model'
import { z } from 'zod'
import { oldestFirst, type PageWindow, type RowPage } from '../keyset.ts'
import { DateRow, OrganizationIdRow } from '../rows.ts'
import { Table } from '../table.ts'
import type { Transaction } from '../tenancy.ts'
import { isUseDue } from './conditions.ts'

export const ApiKeyRow = z.object({
  organizationId: OrganizationIdRow,
  id: z.string(),
  name: z.string(),
  prefix: z.string(),
  scopes: z.array(z.string()),
  environment: z.string().nullable(),
  expiresAt: DateRow.nullable(),
  createdAt: DateRow,
  lastUsedAt: DateRow.nullable(),
})
export type ApiKeyRow = z.output<typeof ApiKeyRow>

export interface NewApiKey extends Readonly<Pick<ApiKeyRow, 'organizationId' | 'id' | 'name' | 'prefix'>> {
  readonly digest: string
  readonly scopes: readonly string[]
  readonly environment: string | undefined
  readonly expiresAt: Date | undefined
}

const apiKeys = new Table({
  name: 'api_keys',
  row: ApiKeyRow,
  hidden: z.object({ digest: z.string(), isOfFirstStart: z.boolean() }),
})

/** Looks a key up by its digest in all organisations; the caller's transaction must be the platform's. */
export const findApiKeyByDigest = (
  transaction: Transaction,
  digest: string,
): Promise<ApiKeyRow | undefined> => apiKeys.find(transaction, { digest })

export async function insertApiKey(transaction: Transaction, key: NewApiKey): Promise<void> {
  await apiKeys.insertNew(transaction, key, ['digest'])
}

/** Oldest first; of one environment, where that is given, those that were made for it alone. */
export const pageApiKeys = (
  transaction: Transaction,
  environment: Environment | undefined,
  window: PageWindow,
): Promise<RowPage<ApiKeyRow>> =>
  apiKeys.page(transaction, environment === undefined ? {} : { environment }, {
    order: oldestFirst,
    total: 'counted',
    window,
  })

export const findApiKey = (transaction: Transaction, id: string): Promise<ApiKeyRow | undefined> =>
  apiKeys.find(transaction, { id })

/** A key by its organisation; the caller's transaction may be the platform's. */
export const findApiKeyOf = (
  transaction: Transaction,
  { organizationId, keyId }: { readonly organizationId: OrganizationId; readonly keyId: string },
): Promise<ApiKeyRow | undefined> => apiKeys.find(transaction, { organizationId, id: keyId })

/**
 * The key of the first start of an organisation: the one that was marked. When none is, or it was revoked since, a key that is
 * given by its digest is marked from now on. The caller's transaction must be the platform's.
 */
export async function keepFirstKey(
  transaction: Transaction,
  {
    organizationId,
    digest,
  }: { readonly organizationId: OrganizationId; readonly digest: string | undefined },
): Promise<ApiKeyRow | undefined> {
  const marked = { organizationId, isOfFirstStart: true }
  const known = await apiKeys.find(transaction, marked)
  if (known !== undefined || digest === undefined) return known
  await apiKeys.update(transaction, { organizationId, digest }, { isOfFirstStart: true })
  return apiKeys.find(transaction, marked)
}

/** True when there was such a key. */
export const deleteApiKey = (transaction: Transaction, id: string): Promise<boolean> =>
  apiKeys.delete(transaction, { id })

export async function replaceApiKeyDigest(
  transaction: Transaction,
  id: string,
  { digest, prefix }: { readonly digest: string; readonly prefix: string },
): Promise<void> {
  await apiKeys.update(transaction, { id }, { digest, prefix })
}

/** Notes the use of a key, at most once a minute. */
export async function touchApiKey(
  transaction: Transaction,
  { organizationId, id }: Pick<ApiKeyRow, 'organizationId' | 'id'>,
): Promise<void> {
  const key = { organizationId, id }
  await apiKeys.update(transaction, [key, isUseDue(transaction)], { lastUsedAt: transaction.fn.now() })
}
