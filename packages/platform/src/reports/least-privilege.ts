import { operationNames } from '@bindery/model'
import { z } from 'zod'
import { grantsOf, type PrivilegeProof, provePrivileges, type SqlProof } from './prove-privileges.ts'
import type { ScopeProof } from './prove-scopes.ts'
import { EnvironmentName, KindParams } from '../kernel/shapes.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import type { Needs } from '../kernel/needs.ts'

const verdict = z.enum(['exact', 'missing', 'excess', 'unknown'])

const Grant = z.object({
  right: z.enum(['select', 'insert', 'update']),
  schema: z.string(),
  table: z.string(),
  columns: z.array(z.string()),
})

const Held = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('probed'),
    user: z.string(),
    others: z.array(z.string()),
    isPartial: z.boolean(),
  }),
  z.object({ status: z.literal('unknown'), reason: z.string() }),
])

const Sql = z.object({
  dialect: z.enum(['postgres', 'mysql']),
  script: z.string(),
  generatedPassword: z.string().nullable(),
  grants: z.array(Grant),
  held: Held,
  missing: z.array(Grant),
  exact: z.array(Grant),
  excess: z.array(Grant),
  verdict,
})

const names = z.array(z.string())
const OAuth = z.object({
  operations: z.record(z.string(), z.array(names)),
  required: names,
  granted: names.nullable(),
  grantedFrom: z.enum(['provider', 'asked']).nullable(),
  missing: names,
  exact: names,
  excess: names,
  note: z.string().nullable(),
  verdict,
})

const ProofView = z
  .object({
    skills: z.array(
      z.object({
        agentId: z.string(),
        agentName: z.string(),
        skillId: z.string(),
        functionName: z.string(),
        operation: z.string(),
        skillHash: z.string(),
        inDraft: z.boolean(),
        isLive: z.boolean(),
        grants: z.array(Grant),
      }),
    ),
    unknown: names,
    sql: Sql.nullable(),
    oauth: OAuth.nullable(),
  })
  .meta({ id: 'LeastPrivilege' })

function toView(
  { uses, unknown, sql, oauth }: PrivilegeProof,
  integration: string,
): z.input<typeof ProofView> {
  return {
    skills: uses.map((use) => ({
      agentId: use.agent.id,
      agentName: use.agent.name,
      skillId: use.row.id,
      functionName: use.skill.functionName,
      operation: operationNames(use.skill),
      skillHash: use.skillHash,
      inDraft: use.inDraft,
      isLive: use.isLive,
      grants: toGrantViews(grantsOf(use, integration)),
    })),
    unknown: [...unknown],
    sql: sql === undefined ? null : toSqlView(sql),
    oauth: oauth === undefined ? null : toOAuthView(oauth),
  }
}

function toSqlView(sql: SqlProof): z.input<typeof Sql> {
  const { held } = sql
  return {
    ...sql,
    grants: toGrantViews(sql.grants),
    missing: toGrantViews(sql.missing),
    exact: toGrantViews(sql.exact),
    excess: toGrantViews(sql.excess),
    held: held.status === 'probed' ? { ...held, others: [...held.others] } : held,
  }
}

const toGrantViews = (grants: SqlProof['grants']): z.input<typeof Grant>[] =>
  grants.map((grant) => ({ ...grant, columns: [...grant.columns] }))

function toOAuthView(oauth: ScopeProof): z.input<typeof OAuth> {
  return {
    ...oauth,
    operations: Object.fromEntries(
      [...oauth.operations].map(([name, alternatives]) => [name, alternatives.map((scopes) => [...scopes])]),
    ),
    required: [...oauth.required],
    granted: oauth.granted === null ? null : [...oauth.granted],
    missing: [...oauth.missing],
    exact: [...oauth.exact],
    excess: [...oauth.excess],
  }
}

export const leastPrivilegeUseCases = {
  prove: useCase({
    scope: 'integrations:read',
    environment: { slot: ({ options }) => [options.environment] },
    tag: 'Integrations',
    summary: 'The least that the credential must be able to do for the enabled skills, and what it can do',
    description:
      'For a database: a script with grants column by column, and the rights of the connected user as the database tells them. For OAuth: the scopes that open the operations and as little else as can be.',
    takes: {
      subject: KindParams,
      options: z.strictObject({
        environment: EnvironmentName.default('production'),
        of: z
          .enum(['all', 'published'])
          .default('all')
          .describe('Skills of drafts and live ones, or live ones only'),
        role: z
          .string()
          .regex(/^[A-Za-z_][A-Za-z0-9_]{0,30}$/, 'Expected letters, digits and _, at most 31')
          .default('bindery_agent'),
        password: z
          .string()
          .min(12)
          .max(200)
          .regex(/^[^\u0000-\u001f\u007f]*$/)
          .optional(),
      }),
    },
    output: ProofView,
    reveals: 'a secret',
    errors: ['not_found'],
    run: async (
      { subject, options },
      { principal, services }: Context<Needs<'config' | 'egress' | 'runCaches' | 'store'>>,
    ) => {
      const question = { kind: subject.kind, ...options, password: options.password }
      return { data: toView(await provePrivileges(services, principal, question), subject.kind) }
    },
  }),
}
