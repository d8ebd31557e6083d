import { environments } from '@bindery/model'
import type { ApiKeyRow } from '@bindery/store'
import { z } from 'zod'
import type { Principal } from './principal.ts'
import { isScope } from './scopes.ts'

/** Who calls with a key. Scopes that are none any more are left out. */
export const principalOfKey = (row: ApiKeyRow): Principal => ({
  organizationId: row.organizationId,
  keyId: row.id,
  actor: `key:${row.name}`,
  scopes: new Set(row.scopes.filter(isScope)),
  environment: z.enum(environments).nullable().parse(row.environment) ?? undefined,
  expiresAt: row.expiresAt ?? undefined,
})
