import type { Environment, OrganizationId } from '@bindery/model'
import { z } from 'zod'
import { DateRow, hasRow, OrganizationIdRow, parseFirstRow } from '../rows.ts'
import { oldestFirst, type PageWindow, readPage, type RowPage } from '../keyset.ts'
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

const columns = 'organization_id, id, name, prefix, scopes, environment, expires_at, created_at, last_used_at'

export interface NewApiKey {
  readonly organizationId: OrganizationId
  readonly id: string
  readonly name: string
  readonly prefix: string
  readonly digest: string
  readonly scopes: readonly string[]
  readonly environment: string | undefined
  readonly expiresAt: Date | undefined
}

/** Looks a key up by its digest in all organisations; the caller's transaction must be the platform's. */
export async function findApiKeyByDigest(
  transaction: Transaction,
  digest: string,
): Promise<ApiKeyRow | undefined> {
  return parseFirstRow(
    ApiKeyRow,
    await transaction.raw(`select ${columns} from api_keys where digest = ?`, [digest]),
  )
}

export async function insertApiKey(transaction: Transaction, key: NewApiKey): Promise<void> {
  await transaction.raw(
    `insert into api_keys (organization_id, id, name, prefix, digest, scopes, environment, expires_at)
     values (?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (digest) do nothing`,
    [
      key.organizationId,
      key.id,
      key.name,
      key.prefix,
      key.digest,
      [...key.scopes],
      key.environment ?? null,
      key.expiresAt ?? null,
    ],
  )
}

/** Oldest first; of one environment, where that is given, those that were made for it alone. */
export function listApiKeys(
  transaction: Transaction,
  environment: Environment | undefined,
  window: PageWindow,
): Promise<RowPage<ApiKeyRow>> {
  const rows = transaction.raw(
    `select ${columns} from api_keys where ?::text is null or environment = ?::text`,
    [environment ?? null, environment ?? null],
  )
  return readPage(
    transaction,
    { rows, parse: (row) => ApiKeyRow.parse(row), order: oldestFirst, total: 'counted' },
    window,
  )
}

export async function findApiKey(transaction: Transaction, id: string): Promise<ApiKeyRow | undefined> {
  return parseFirstRow(ApiKeyRow, await transaction.raw(`select ${columns} from api_keys where id = ?`, [id]))
}

/** True when there was such a key. */
export async function deleteApiKey(transaction: Transaction, id: string): Promise<boolean> {
  const result: unknown = await transaction.raw('delete from api_keys where id = ? returning id', [id])
  return hasRow(result)
}

export async function replaceApiKeyDigest(
  transaction: Transaction,
  id: string,
  key: { readonly digest: string; readonly prefix: string },
): Promise<void> {
  await transaction.raw('update api_keys set digest = ?, prefix = ? where id = ?', [
    key.digest,
    key.prefix,
    id,
  ])
}

/** Notes the use of a key, at most once a minute, so that a busy key costs no write per call. */
export async function touchApiKey(transaction: Transaction, id: string): Promise<void> {
  await transaction.raw(
    "update api_keys set last_used_at = now() where id = ? and (last_used_at is null or last_used_at < now() - interval '1 minute')",
    [id],
  )
}
