import { JsonValue, PlatformError } from '@bindery/model'
import { z } from 'zod'
import { revokeTokens } from '../credentials/revoke-tokens.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import type { Needs } from '../kernel/needs.ts'
import { requireAgent } from '../kernel/require-skill.ts'
import { AgentParams, JsonObjectData } from '../kernel/shapes.ts'
import { IssueView, toIssueViews } from '../skills/bindings.ts'
import { type Applied, applyChanges } from './apply-changes.ts'
import { hashOf, loadAgent, loadAgents, resourceOfAgent, resourceOfSkill } from './kept-resources.ts'
import { leanResource } from './lean-resource.ts'
import { type Change, judge, planChanges, type Project } from './plan-changes.ts'
import { planRemovals, type Removal } from './plan-removals.ts'
import { addressOf, namesIn, Resource } from './resource.ts'

const tag = 'Resources'

/** A plan compiles each of them in one go. */
const mostResources = 500

const Resources = z.array(Resource).min(1).max(mostResources)
const Address = z.string().describe('`Agent/<name>` or `Binding/<agent>/<function name>`')

const ChangeView = z
  .object({
    address: Address,
    action: z.enum(['create', 'update', 'rename', 'delete', 'none']),
    from: z.string().optional().describe('Address that a renamed one has until then'),
    diff: z.array(z.object({ path: z.string(), before: JsonValue.optional(), after: JsonValue.optional() })),
    base: z.string().nullable().describe('Fingerprint of what is there now; null for nothing'),
    issues: z.array(IssueView).describe('What stands against it (severity `error`), or is to be known of it'),
  })
  .meta({ id: 'ResourceChange' })

const AppliedView = ChangeView.extend({
  skillId: z.string().optional(),
  isEnabled: z.boolean().optional().describe('Of a skill that was written: writes land disabled'),
}).meta({ id: 'AppliedResource' })

const toChangeView = ({ address, action, from, diff, base, issues }: Change): z.input<typeof ChangeView> => ({
  address,
  action,
  ...(from === undefined ? {} : { from }),
  diff: diff.map((difference) => ({ ...difference })),
  base,
  issues: toIssueViews(issues),
})

const toAppliedView = (applied: Applied): z.input<typeof AppliedView> => ({
  ...toChangeView(applied),
  issues: toIssueViews(applied.warnings),
  ...(applied.made === undefined ? {} : { skillId: applied.made.id, isEnabled: applied.made.isEnabled }),
})

const toRemovalView = ({ address, base }: Removal): z.input<typeof ChangeView> => ({
  address,
  action: 'delete',
  diff: [],
  base,
  issues: [],
})

const Asked = z.strictObject({
  resources: Resources,
  project: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, 'Expected small letters, digits, "-", "." and "_"')
    .optional()
    .describe('Whose files they are. Skills that it wrote are its own: no other project may write them'),
  prune: z
    .boolean()
    .default(false)
    .describe(
      'Takes away skills that were written from files of the project and are in none now; agents stay. Needs `project`',
    ),
})

function toProject({ project: name, prune }: Omit<z.output<typeof Asked>, 'resources'>): Project | undefined {
  if (name !== undefined) return { name, prune }
  if (!prune) return undefined
  throw new PlatformError('bad_request', '"prune" needs "project": whose skills may go?')
}

/** An agent and a skill of the demo, in examples. */
const example: { resources: z.input<typeof Resources> } = {
  resources: [
    { apiVersion: 'bindery/v1', kind: 'Agent', name: 'front-desk', timezone: 'Europe/Amsterdam' },
    {
      apiVersion: 'bindery/v1',
      kind: 'Binding',
      agent: 'front-desk',
      integration: 'clinic',
      operation: 'searchPatients',
      toolName: 'Look up a caller',
      description: 'Find a patient by telephone number.',
      inputs: [{ param: 'caller_phone', argument: 'phone', required: true }],
      projection: [
        { path: 'patients', leaf: 'patients', max: 5, fields: [{ path: 'fullName', leaf: 'customer_name' }] },
      ],
    },
  ],
}

export const resourceUseCases = {
  show: useCase({
    scope: 'skills:read',
    environment: 'none',
    tag,
    summary: 'An agent and its bindings as files hold them',
    description:
      'Names stand for ids, members that are what they would be anyway are left out, and nothing is a secret. Skills that something else makes again (packs, actions, MCP servers) are named and not written.',
    takes: { subject: AgentParams },
    output: z.object({
      resources: z.array(JsonObjectData),
      bases: z.record(z.string(), z.string()).describe('Fingerprint of each, by address'),
      leftOut: z.array(z.object({ address: Address, origin: z.string() })),
    }),
    errors: ['not_found'],
    run: async ({ subject }, { principal, services }: Context<Needs<'store'>>) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const agent = await loadAgent(transaction, await requireAgent(transaction, subject.agentId))
        const skills = [...agent.skills.values()]
        const own = skills.filter(({ origin }) => origin === 'binding' || origin === 'auto')
        const resources = [
          resourceOfAgent(agent.row),
          ...own.map((skill) => resourceOfSkill(agent.row.name, skill)),
        ]
        const data = {
          resources: resources.map((resource) => ({ ...leanResource(resource) })),
          bases: Object.fromEntries(resources.map((resource) => [addressOf(resource), hashOf(resource)])),
          leftOut: skills
            .filter((skill) => !own.includes(skill))
            .map(({ functionName, origin }) => ({
              address: `Binding/${agent.row.name}/${functionName}`,
              origin,
            })),
        }
        return { data }
      }),
  }),

  plan: useCase({
    scope: 'skills:write',
    audit: { leaves: 'nothing', because: 'it changes nothing' },
    environment: 'none',
    tag,
    summary: 'What would become of agents and bindings that files hold; changes nothing',
    description:
      'Each is compared with what is there and compiled. What no resource names stays. Send the `base` of each with the apply, so that what somebody else has changed meanwhile is not overwritten.',
    takes: { content: Asked },
    form: 'document',
    example,
    output: z.object({
      changes: z.array(ChangeView),
      blocked: z
        .array(Address)
        .describe('Those that something stands against: while there is one, nothing is applied'),
    }),
    errors: ['bad_request'],
    run: async ({ content }, { principal, services }: Context<Needs<'store'>>) => {
      const { resources } = content
      const project = toProject(content)
      const planned = await services.store.run(principal.organizationId, async (transaction) => {
        const agents = await loadAgents(transaction, namesIn(resources))
        const changes = await planChanges(transaction, { resources, agents, project })
        return { changes, removals: await planRemovals(transaction, project, changes) }
      })
      const changes = judge(planned.changes)
      const blocked = changes.filter(({ issues }) => issues.some(({ severity }) => severity === 'error'))
      return {
        data: {
          changes: [...changes.map(toChangeView), ...planned.removals.map(toRemovalView)],
          blocked: blocked.map(({ address }) => address),
        },
      }
    },
  }),

  apply: useCase({
    scope: 'skills:write',
    audit: { leaves: ['resources.applied'], unless: 'nothing differs' },
    environment: 'every',
    tag,
    summary: 'Make agents and bindings what files hold: all of them, or nothing',
    description:
      'In one transaction. Nothing is published, nothing is deleted but by `prune`, and writes land disabled. An agent needs the scope agents:write as well.',
    takes: {
      content: Asked.extend({
        bases: z
          .record(z.string(), z.string().nullable())
          .default({})
          .describe(
            '`base` of each address, of the plan that was looked at; `conflict` when one has changed since',
          ),
      }),
    },
    form: 'document',
    example,
    output: z.object({ changes: z.array(AppliedView) }),
    errors: [
      'bad_request',
      'conflict',
      'binding_invalid',
      'duplicate_name',
      'agent_limit_reached',
      'insufficient_scope',
    ],
    run: async (
      { content },
      { principal, services }: Context<Needs<'config' | 'egress' | 'runCaches' | 'store'>>,
    ) => {
      const { resources, bases } = content
      const asked = { principal, resources, bases, project: toProject(content) }
      const { changes, removals, left } = await applyChanges(services, asked)
      services.runCaches.forget(principal.organizationId)
      for (const integration of left) await revokeTokens(services, principal, integration)
      return { data: { changes: [...changes.map(toAppliedView), ...removals.map(toRemovalView)] } }
    },
  }),
}
