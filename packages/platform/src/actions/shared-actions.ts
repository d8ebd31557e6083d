import { type ActionLinkRow, pageSharedActions, type SharedActionRow, type Transaction } from '@bindery/store'
import { z } from 'zod'
import { createAction, editAction, linksOf, removeAction, requireAuthored } from './author-action.ts'
import { testAction } from './test-action.ts'
import { definitionOf, SharedAction, SharedActionEdit } from '../integrations/shared-action.ts'
import { publishedHashOf } from '../skills/find-version.ts'
import {
  Deleted,
  deleted,
  EnvironmentName,
  JsonData,
  JsonObjectData,
  KindParams,
  PageQuery,
  timestamp,
} from '../kernel/shapes.ts'
import { readList } from '../kernel/page.ts'
import { requireAgent } from '../kernel/require-skill.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import type { Needs } from '../kernel/needs.ts'

const tag = 'Custom actions'
const ActionParams = KindParams.extend({ actionId: z.string().min(1).max(64) })

const LinkUse = z.object({
  linkId: z.string(),
  agentId: z.string(),
  skillId: z.string(),
  functionName: z.string(),
  drift: z
    .enum(['none', 'unpublished'])
    .describe('`unpublished`: the live version holds other bytes until the agent is published again'),
})

const SharedActionView = z
  .object({
    id: z.string(),
    slug: z.string(),
    operation: z.string(),
    ...SharedAction.shape,
    revision: z.int(),
    links: z.array(LinkUse),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'SharedActionView' })

const Affected = z.object({
  linkId: z.string(),
  skillId: z.string(),
  agentId: z.string(),
  functionName: z.string(),
  changes: z.array(z.string()),
  failingTests: z.array(z.string()),
})

async function describeUse(transaction: Transaction, link: ActionLinkRow): Promise<z.input<typeof LinkUse>> {
  const agent = await requireAgent(transaction, link.agentId)
  const live = await publishedHashOf(transaction, agent, link.skillId)
  return {
    linkId: link.id,
    agentId: link.agentId,
    skillId: link.skillId,
    functionName: link.functionName,
    drift: live === undefined || live === link.skillHash ? 'none' : 'unpublished',
  }
}

async function describeAction(
  transaction: Transaction,
  kind: string,
  row: SharedActionRow,
): Promise<z.input<typeof SharedActionView>> {
  const integration = await requireAuthored(transaction, kind)
  const links = []
  for (const link of await linksOf(transaction, integration, row.id)) {
    links.push(await describeUse(transaction, link))
  }
  return {
    ...definitionOf(row),
    id: row.id,
    slug: row.slug,
    operation: row.slug,
    revision: row.revision,
    links,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  }
}

export const sharedActionUseCases = {
  list: useCase({
    scope: 'integrations:read',
    environment: 'none',
    tag,
    summary: 'List the shared actions of an integration, with the agents that use them',
    takes: { subject: KindParams, options: PageQuery },
    output: z.array(SharedActionView),
    shape: 'list',
    errors: ['not_found'],
    run: async ({ subject, options }, { principal, services }: Context<Needs<'store'>>) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const integration = await requireAuthored(transaction, subject.kind)
        const { rows, meta } = await readList(['shared-actions', integration.id], options, (window) =>
          pageSharedActions(transaction, integration.id, window),
        )
        const data = []
        for (const row of rows) data.push(await describeAction(transaction, subject.kind, row))
        return { data, meta }
      }),
  }),

  create: useCase({
    scope: 'integrations:write',
    audit: { leaves: ['shared_action.created'] },
    environment: 'every',
    tag,
    summary: 'Describe an action',
    description: 'Every problem of its templates is reported at once, with what may have been meant.',
    takes: { subject: KindParams, content: SharedAction },
    example: {
      name: 'Get weather',
      description: 'What the weather is in a city.',
      method: 'GET',
      path: '/weather',
    },
    output: SharedActionView,
    outcome: 'created',
    errors: ['not_found', 'template_invalid', 'duplicate_name'],
    run: async ({ subject, content }, { principal, services }: Context<Needs<'store'>>) => {
      const row = await createAction(services, principal, { kind: subject.kind, definition: content })
      return services.store.run(principal.organizationId, async (transaction) => ({
        data: await describeAction(transaction, subject.kind, row),
      }))
    },
  }),

  edit: useCase({
    scope: 'integrations:write',
    audit: { leaves: ['shared_action.edited'] },
    environment: 'every',
    tag,
    summary: 'Edit an action',
    description:
      'The drafts of linked skills follow at once and are named in "affectedSkills". Published agents stay as they are until they are published again.',
    takes: { subject: ActionParams, content: SharedActionEdit },
    example: { description: 'What the weather is in a city, now.' },
    output: SharedActionView.extend({ affectedSkills: z.array(Affected) }),
    errors: ['not_found', 'template_invalid', 'binding_invalid'],
    run: async ({ subject, content }, { principal, given, services }: Context<Needs<'store'>>) => {
      const edited = await editAction(services, principal, { ...subject, edit: content, raw: given })
      return services.store.run(principal.organizationId, async (transaction) => ({
        data: {
          ...(await describeAction(transaction, subject.kind, edited.row)),
          affectedSkills: edited.affectedSkills.map((skill) => ({
            ...skill,
            changes: [...skill.changes],
            failingTests: [...skill.failingTests],
          })),
        },
      }))
    },
  }),

  remove: useCase({
    scope: 'integrations:write',
    audit: { leaves: ['shared_action.removed'] },
    environment: 'every',
    tag,
    summary: 'Remove an action that no agent uses',
    takes: { subject: ActionParams },
    output: Deleted,
    errors: ['not_found', 'integration_in_use'],
    run: async ({ subject }, { principal, services }: Context<Needs<'store'>>) => {
      await removeAction(services, principal, subject)
      return { data: deleted }
    },
  }),

  test: useCase({
    scope: 'integrations:write',
    audit: { leaves: ['shared_action.tested'] },
    environment: { slot: ({ content }) => [content.environment] },
    tag,
    summary: 'Call an action once and show what was sent, answered and mapped',
    description: 'Sends the request, a write too. Audited. What the provider refuses is part of the answer.',
    takes: {
      subject: ActionParams,
      content: z
        .strictObject({
          params: JsonObjectData.default({}),
          environment: EnvironmentName.default('development'),
        })
        .prefault({}),
    },
    example: { params: { city: 'Utrecht' }, environment: 'development' },
    output: z.object({
      request: JsonData,
      response: JsonData,
      mapped: JsonObjectData.nullable(),
      ms: z.int(),
    }),
    errors: [
      'not_found',
      'environment_not_configured',
      'validation_error',
      'binding_invalid',
      'egress_blocked',
    ],
    run: async (
      { subject, content },
      { principal, services }: Context<Needs<'config' | 'egress' | 'runCaches' | 'store'>>,
    ) => ({
      data: await testAction(services, principal, { ...subject, ...content }),
    }),
  }),
}
