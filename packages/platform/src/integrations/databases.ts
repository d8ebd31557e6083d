import { randomBytes } from 'node:crypto'
import { PlatformError } from '@bindery/model'
import { dialectOf, type SqlDialect, writeGrantScripts } from '@bindery/sources'
import { z } from 'zod'
import { Credentials } from '../credentials/credential-shape.ts'
import { EnvironmentName, KindParams, TestResult } from '../kernel/shapes.ts'
import { loadIntegration } from '../kernel/find-integration.ts'
import type { Principal } from '../kernel/principal.ts'
import { testConnection } from './test-connection.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import type { Needs } from '../kernel/needs.ts'

const tag = 'Integrations'

const Script = z.object({ sql: z.string() })

/** Throws `not_found` for an integration that is no database: it has no such resource. */
async function requireDialect(
  services: Needs<'store'>,
  principal: Principal,
  kind: string,
): Promise<SqlDialect> {
  const { integration } = await loadIntegration(services, principal.organizationId, kind)
  const dialect = dialectOf(integration.type)
  if (dialect !== undefined) return dialect
  throw new PlatformError('not_found', `"${kind}" is of type ${integration.type} and has no database.`)
}

export const databaseUseCases = {
  scripts: useCase({
    scope: 'integrations:read',
    environment: 'none',
    tag,
    summary: 'Scripts that make database users with no more rights than skills need',
    description: 'The generated password is in the scripts and is stored nowhere.',
    takes: {
      subject: KindParams,
      options: z.strictObject({
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
    output: z.object({ readOnly: Script, write: Script, generatedPassword: z.string().nullable() }),
    reveals: 'a secret',
    errors: ['not_found'],
    run: async ({ subject, options }, { principal, services }: Context<Needs<'store'>>) => {
      const dialect = await requireDialect(services, principal, subject.kind)
      const generatedPassword = options.password === undefined ? randomBytes(24).toString('base64url') : null
      const tables = (options.tables ?? '').split(',').map((name) => name.trim())
      const { readOnly, write } = writeGrantScripts(dialect, {
        database: options.database,
        tables: tables.filter((name) => name !== ''),
        password: generatedPassword ?? options.password ?? '',
      })
      return { data: { readOnly: { sql: readOnly }, write: { sql: write }, generatedPassword } }
    },
  }),

  test: useCase({
    scope: 'integrations:write',
    audit: { leaves: 'nothing', because: 'it opens a connection and keeps nothing' },
    // A key that was made for one environment means that one.
    environment: { slot: ({ content }, principal) => [content.environment ?? principal.environment] },
    tag,
    summary: 'Check the login of a database step by step; stores nothing',
    takes: {
      subject: KindParams,
      content: z
        .strictObject({
          credentials: Credentials.default({}),
          environment: EnvironmentName.optional().describe(
            'The only configured one when absent; of several the one for development',
          ),
        })
        .prefault({}),
    },
    example: { environment: 'development' },
    output: TestResult,
    errors: ['not_found'],
    run: async (
      { subject, content },
      { principal, signal, services }: Context<Needs<'config' | 'egress' | 'packs' | 'runCaches' | 'store'>>,
    ) => {
      await requireDialect(services, principal, subject.kind)
      const environment = content.environment ?? principal.environment
      const input = { kind: subject.kind, ...content, environment, authType: 'sql', signal }
      const tested = await testConnection(services, principal.organizationId, input)
      return { data: { ...tested, checks: [...tested.checks] } }
    },
  }),
}
