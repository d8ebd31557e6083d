import { exampleId } from '../kernel/shapes.ts'
import { canonicalParameters } from '@bindery/model'
import { pageSkills, skillExposures } from '@bindery/store'
import { z } from 'zod'
import { AgentParams, deleted, Deleted, PageQuery, SkillParams } from '../kernel/shapes.ts'
import { readList } from '../kernel/page.ts'
import { requireAgent, requireSkill } from '../kernel/require-skill.ts'
import { enableAcknowledgements, switchSkills } from './switch-skill.ts'
import { removeSkill } from './delete-skill.ts'
import { SkillView, toSkillView } from './skill-view.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import type { Needs } from '../kernel/needs.ts'

const tag = 'Skills'
const acknowledge = z.array(z.enum(enableAcknowledgements)).default([])

const SkillChange = z
  .strictObject({
    isEnabled: z.boolean().optional(),
    exposure: z.enum(skillExposures).optional().describe('`internal`: it serves the platform and is no tool'),
    acknowledge,
  })
  .refine(({ isEnabled, exposure }) => isEnabled !== undefined || exposure !== undefined, {
    message: 'Give "isEnabled" or "exposure"',
  })

const ids = z.array(z.string().max(64)).min(1).max(100)
const Switch = z
  .strictObject({
    skillIds: ids.optional().describe('Required unless `actionIds` is given'),
    actionIds: ids.optional().describe('An older name of `skillIds`'),
    acknowledge,
  })
  .refine(({ skillIds, actionIds }) => (skillIds === undefined) !== (actionIds === undefined), {
    message: 'Give "skillIds"',
    path: ['skillIds'],
  })

/** Undefined leaves it as it is. */
function stateOf(isEnabled: boolean | undefined): 'enabled' | 'disabled' | undefined {
  if (isEnabled === undefined) return undefined
  return isEnabled ? 'enabled' : 'disabled'
}

const bulk = (state: 'enabled' | 'disabled', verb: 'enable' | 'disable') =>
  useCase({
    scope: 'skills:write',
    audit: { leaves: ['skill.enabled', 'skill.disabled'], unless: 'what is asked for is so already' },
    environment: 'every',
    tag,
    summary: `${verb === 'enable' ? 'Enable' : 'Disable'} several skills, all or none`,
    takes: { subject: AgentParams, content: Switch },
    example: { skillIds: [exampleId] },
    output: z.object({ updatedCount: z.int() }),
    errors: ['not_found', 'acknowledgement_required', 'skill_stale', 'claim_exposed'],
    run: async ({ subject, content }, { principal, services }: Context<Needs<'runCaches' | 'store'>>) => {
      const change = {
        agentId: subject.agentId,
        skillIds: content.skillIds ?? content.actionIds ?? [],
        state,
        acknowledge: content.acknowledge,
      }
      const { rows, warnings } = await switchSkills(services, principal, change)
      return { data: { updatedCount: rows.length }, warnings }
    },
  })

export const skillUseCases = {
  list: useCase({
    scope: 'skills:read',
    environment: 'none',
    tag,
    summary: 'List the skills of an agent',
    takes: { subject: AgentParams, options: PageQuery.extend({ search: z.string().max(200).optional() }) },
    output: z.array(SkillView),
    shape: 'list',
    errors: ['not_found'],
    run: async ({ subject, options }, { principal, services }: Context<Needs<'store'>>) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const agent = await requireAgent(transaction, subject.agentId)
        const filter = { agentId: agent.id, search: options.search?.toLowerCase() ?? '' }
        const { rows, meta } = await readList(['skills', agent.id, filter.search], options, (window) =>
          pageSkills(transaction, filter, window),
        )
        return { data: rows.map((row) => toSkillView(row, principal.organizationId)), meta }
      }),
  }),

  show: useCase({
    scope: 'skills:read',
    environment: 'none',
    tag,
    summary: 'Show one skill',
    takes: { subject: SkillParams },
    output: SkillView,
    errors: ['not_found'],
    run: async ({ subject }, { principal, services }: Context<Needs<'store'>>) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const row = await requireSkill(transaction, subject.agentId, subject.skillId)
        return { data: toSkillView(row, principal.organizationId) }
      }),
  }),

  remove: useCase({
    scope: 'skills:write',
    audit: { leaves: ['skill.deleted'] },
    environment: 'every',
    tag,
    summary: 'Delete a skill; published versions that hold it stop offering it',
    description: 'A webhook skill takes its action and its integration with it when nothing else uses them.',
    takes: { subject: SkillParams },
    output: Deleted,
    errors: ['not_found'],
    run: async ({ subject }, { principal, services }: Context<Needs<'egress' | 'runCaches' | 'store'>>) => {
      await removeSkill(services, principal, subject)
      return { data: deleted }
    },
  }),

  edit: useCase({
    scope: 'skills:write',
    audit: {
      leaves: ['skill.enabled', 'skill.disabled', 'skill.exposed', 'skill.hidden'],
      unless: 'what is asked for is so already',
    },
    environment: 'every',
    tag,
    summary: 'Enable or disable a skill, or say whether agents get it',
    description:
      'Enabling a write needs "acknowledge": ["write"] and is audited. An internal skill is no tool and answers agents with not_found; both are felt at once, in published versions too.',
    takes: { subject: SkillParams, content: SkillChange },
    example: { isEnabled: true, acknowledge: ['write'] },
    output: SkillView,
    errors: ['not_found', 'acknowledgement_required', 'skill_stale', 'claim_exposed'],
    run: async ({ subject, content }, { principal, services }: Context<Needs<'store'>>) => {
      const { rows, warnings } = await switchSkills(services, principal, {
        agentId: subject.agentId,
        skillIds: [subject.skillId],
        state: stateOf(content.isEnabled),
        exposure: content.exposure,
        acknowledge: content.acknowledge,
      })
      const [row] = rows
      if (row === undefined) throw new Error('A switched skill must come back.')
      return { data: toSkillView(row, principal.organizationId), warnings }
    },
  }),

  listCanonicalParameters: useCase({
    scope: 'skills:read',
    environment: 'none',
    tag: 'Vocabularies',
    summary: 'Names of parameters that agents share across providers',
    takes: {},
    output: z.array(
      z.object({
        name: z.string(),
        type: z.string(),
        sensitivity: z.string(),
        description: z.string(),
        example: z.string(),
      }),
    ),
    run: async () => ({
      data: canonicalParameters.map(({ scalar, ...parameter }) => ({ ...parameter, type: scalar })),
    }),
  }),

  listTypes: useCase({
    scope: 'skills:read',
    environment: 'none',
    tag: 'Vocabularies',
    summary: 'The protocols that skills speak',
    takes: {},
    output: z.array(z.object({ name: z.string(), description: z.string() })),
    run: async () => ({
      data: [
        { name: 'native_rest', description: 'Calls an operation of an OpenAPI service' },
        { name: 'native_graphql', description: 'Sends one frozen document to a GraphQL service' },
        { name: 'native_sql', description: 'Runs one frozen statement on PostgreSQL, MySQL or MariaDB' },
        { name: 'http_webhook', description: 'Calls an HTTP action that an operator described' },
        { name: 'mcp', description: 'Calls a tool of an MCP server' },
      ],
    }),
  }),

  enableAll: bulk('enabled', 'enable'),

  disableAll: bulk('disabled', 'disable'),
}
