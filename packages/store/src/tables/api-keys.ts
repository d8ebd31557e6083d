import type { Environment } from '@bindery/model'
import { z } from 'zod'
import { oldestFirst, type PageWindow, type RowPage } from '../keyset.ts'
import { DateRow, OrganizationIdRow } from '../rows.ts'
import { Table } from '../table.ts'
import type { Transaction } from '../tenancy.ts'

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

const apiKeys = new Table({ name: 'api_keys', row: ApiKeyRow, hidden: z.object({ digest: z.string() }) })

/** Looks a key up by its digest in all organisations; the caller's transaction must be the platform's. */
export const findApiKeyByDigest = (
  transaction: Transaction,
  digest: string,
): Promise<ApiKeyRow | undefined> => apiKeys.find(transaction, { digest })

export async function insertApiKey(transaction: Transaction, key: NewApiKey): Promise<void> {
  await apiKeys.insertNew(transaction, key, ['digest'])
}

/** Oldest first; of one environment, where that is given, those that were made for it alone. */
export const listApiKeys = (
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

/** Notes the use of a key, at most once a minute, so that a busy key costs no write per call. */
export async function touchApiKey(transaction: Transaction, id: string): Promise<void> {
  const isDue = transaction.raw("(last_used_at is null or last_used_at < now() - interval '1 minute')")
  await apiKeys.update(transaction, [{ id }, isDue], { lastUsedAt: transaction.fn.now() })
}
