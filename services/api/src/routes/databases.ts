import { randomBytes } from 'node:crypto'
import { PlatformError } from '@bindery/model'
import { dialectOf, type SqlDialect, writeGrantScripts } from '@bindery/sources'
import { z } from 'zod'
import type { Principal } from '../auth/principal.ts'
import { type Route, route } from '../http/route.ts'
import { loadIntegration } from '../integrations/find-integration.ts'
import { testConnection } from '../integrations/test-connection.ts'
import type { Services } from '../services.ts'
import { EnvironmentName, JsonData, KindParams } from './shapes.ts'

const tag = 'Integrations'

/** What only databases need: scripts that make a user for Bindery, and the ordered checks of a login. */
export function databaseRoutes(services: Services): readonly Route[] {
  return [scriptsRoute(services), testRoute(services)]
}

const Script = z.object({ sql: z.string() })

function scriptsRoute(services: Services): Route {
  return route({
    method: 'GET',
    path: '/integrations/{kind}/sql/scripts',
    scope: 'integrations:read',
    tag,
    summary: 'Scripts that make database users with no more rights than skills need',
    description: 'The generated password is in the scripts and is stored nowhere.',
    input: {
      params: KindParams,
      query: z.strictObject({
        database: z.string().min(1).max(128).default('your_database'),
        tables: z.string().max(10_000).optional().describe('Names parted by commas: orders,sales.invoice'),
        password: z
          .string()
          .min(12)
          .max(200)
          .regex(/^[^\u0000-\u001f\u007f]*$/)
          .optional(),
      }),
    },
    data: z.object({ readOnly: Script, write: Script, generatedPassword: z.string().nullable() }),
    errors: ['not_found'],
    handle: async ({ params, query }, { principal }) => {
      const dialect = await requireDialect(services, principal, params.kind)
      const generatedPassword = query.password === undefined ? randomBytes(24).toString('base64url') : null
      const tables = (query.tables ?? '').split(',').map((name) => name.trim())
      const { readOnly, write } = writeGrantScripts(dialect, {
        database: query.database,
        tables: tables.filter((name) => name !== ''),
        password: generatedPassword ?? query.password ?? '',
      })
      return { data: { readOnly: { sql: readOnly }, write: { sql: write }, generatedPassword } }
    },
  })
}

function testRoute(services: Services): Route {
  return route({
    method: 'POST',
    path: '/integrations/{kind}/sql/test',
    scope: 'integrations:write',
    tag,
    summary: 'Check the login of a database step by step; stores nothing',
    input: {
      params: KindParams,
      body: z
        .strictObject({
          credentials: z.record(z.string(), JsonData).default({}),
          environment: EnvironmentName.default('development'),
        })
        .prefault({}),
    },
    data: z.object({
      ok: z.boolean(),
      checks: z.array(z.object({ name: z.string(), ok: z.boolean(), ms: z.int(), detail: z.string() })),
    }),
    errors: ['not_found'],
    handle: async ({ params, body }, { principal, raw }) => {
      await requireDialect(services, principal, params.kind)
      const input = { kind: params.kind, ...body, authType: 'sql', signal: raw.signal }
      const { ok, checks } = await testConnection(services, principal.organizationId, input)
      return { data: { ok, checks: [...checks] } }
    },
  })
}

/** Throws `not_found` for an integration that is no database: it has no such resource. */
async function requireDialect(services: Services, principal: Principal, kind: string): Promise<SqlDialect> {
  const { integration } = await loadIntegration(services, principal.organizationId, kind)
  const dialect = dialectOf(integration.type)
  if (dialect !== undefined) return dialect
  throw new PlatformError('not_found', `"${kind}" is of type ${integration.type} and has no database.`)
}
