import { type FieldName, integrationsOf, operationNames } from '@bindery/model'
import { z } from 'zod'
import { findFieldLineage, findSkillLineage, type Traced, type TracedUse } from './field-lineage.ts'
import { KindParams, SkillParams } from '../kernel/shapes.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import type { Needs } from '../kernel/needs.ts'

const tag = 'Lineage'

const names = z.array(z.string())
const Fields = z.array(z.object({ object: z.string(), field: z.string() }))

const FieldLineageView = z
  .object({
    object: z.string().nullable(),
    field: z.string().nullable(),
    operation: z.string().nullable(),
    isInCatalog: z.boolean(),
    uses: z.array(
      z.object({
        agentId: z.string(),
        agentName: z.string(),
        skillId: z.string(),
        functionName: z.string(),
        operation: z.string(),
        effect: z.string(),
        skillHash: z.string(),
        isEnabled: z.boolean(),
        inDraft: z.boolean(),
        isLive: z.boolean(),
        versions: z.array(z.int()),
        exposedAs: names,
        throughTo: names,
        comparedWith: z.array(z.string().nullable()),
        filledFrom: z.array(z.string().nullable()),
        isReadBeside: z.boolean(),
        isUntraced: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'FieldLineage' })

const name = z.string().min(1).max(1_000).optional()
const LineageOptions = z
  .strictObject({
    object: name,
    field: name,
    operation: name,
    versions: z
      .enum(['current', 'all'])
      .default('current')
      .describe('Drafts and live versions, or earlier versions too'),
  })
  .refine(({ object, operation }) => (object === undefined) !== (operation === undefined), {
    message: 'Ask about an "object" or an "operation"',
  })
  .refine(({ object, field }) => field === undefined || object !== undefined, {
    message: 'A "field" is one of an "object"',
  })

function toTraced({ object, field, operation = '' }: z.output<typeof LineageOptions>): Traced {
  if (object === undefined) return { on: 'operation', operation }
  return { on: 'object', object, ...(field !== undefined && { field }) }
}

const SkillLineageView = z
  .object({
    integration: z.string(),
    operation: z.string(),
    effect: z.string(),
    skillHash: z.string(),
    isTraced: z.boolean(),
    outputs: z.array(
      z.object({
        step: z.string().nullable().describe('Of a skill of several steps: the one that it is of'),
        output: z.string(),
        path: z.string(),
        transform: z.string().nullable(),
        sensitivity: z.string().nullable(),
        fields: Fields,
        through: Fields,
        wholes: names,
      }),
    ),
    inputs: z.array(
      z.object({
        step: z.string().nullable(),
        argument: z.string(),
        parameter: z.string().nullable(),
        transform: z.string().nullable(),
        how: z.enum(['compares', 'fills']).nullable(),
        fields: Fields,
      }),
    ),
    reads: Fields,
  })
  .meta({ id: 'SkillLineage' })

function toUseView({ agent, row, skill, skillHash, inDraft, isLive, versions, trace }: TracedUse) {
  return {
    agentId: agent.id,
    agentName: agent.name,
    skillId: row.id,
    functionName: skill.functionName,
    operation: operationNames(skill),
    effect: skill.effect,
    skillHash,
    isEnabled: row.isEnabled,
    inDraft,
    isLive,
    versions: [...versions],
    exposedAs: [...trace.exposedAs],
    throughTo: [...trace.throughTo],
    comparedWith: [...trace.comparedWith],
    filledFrom: [...trace.filledFrom],
    isReadBeside: trace.isReadBeside,
    isUntraced: trace.isUntraced,
  }
}

const copy = (fields: readonly FieldName[]): z.input<typeof Fields> => fields.map((each) => ({ ...each }))

export const lineageUseCases = {
  ofField: useCase({
    scope: 'integrations:read',
    environment: 'none',
    tag,
    summary:
      'Who exposes, reads, compares or fills a field, or calls an operation, by the frozen bytes of skills',
    description:
      'Every skill of every agent. `object` alone asks about all its fields; with `field` about that one; `operation` about who calls it.',
    takes: {
      subject: KindParams,
      options: LineageOptions,
    },
    output: FieldLineageView,
    errors: ['not_found'],
    run: async ({ subject, options }, { principal, services }: Context<Needs<'store'>>) => {
      const { object = null, field = null, operation = null } = options
      const { versions } = options
      const question = { kind: subject.kind, about: toTraced(options), versions }
      const { isInCatalog, uses } = await findFieldLineage(services, principal, question)
      return { data: { object, field, operation, isInCatalog, uses: uses.map(toUseView) } }
    },
  }),

  ofSkill: useCase({
    scope: 'skills:read',
    environment: 'none',
    tag,
    summary: 'Where each output of a skill comes from, and where each of its values goes',
    takes: {
      subject: SkillParams,
      options: z.strictObject({
        version: z
          .string()
          .min(1)
          .max(64)
          .default('draft')
          .describe('`draft`, `live` or the id of a version'),
      }),
    },
    output: SkillLineageView,
    errors: ['not_found', 'no_published_version'],
    run: async ({ subject, options }, { principal, services }: Context<Needs<'store'>>) => {
      const { skill, skillHash, trace } = await findSkillLineage(services, principal, {
        ...subject,
        ...options,
      })
      const integration = integrationsOf(skill).join(', ')
      const operation = operationNames(skill)
      const { effect } = skill
      const outputs = trace.outputs.map(({ fields, through, wholes, ...rest }) => ({
        ...rest,
        fields: copy(fields),
        through: copy(through),
        wholes: [...wholes],
      }))
      const inputs = trace.inputs.map(({ fields, ...rest }) => ({ ...rest, fields: copy(fields) }))
      const { isTraced, reads } = trace
      const lines = { isTraced, outputs, inputs, reads: copy(reads) }
      return { data: { integration, operation, effect, skillHash, ...lines } }
    },
  }),
}
