import { Binding, StepsBinding } from '@bindery/model'
import type { SkillRow } from '@bindery/store'
import { z } from 'zod'
import { AgentParams } from '../kernel/shapes.ts'
import { requireAgent, requireSkill } from '../kernel/require-skill.ts'
import { createSkill, reauthorSkill, validateBinding } from './author-skill.ts'
import { placeOf } from './author-place.ts'
import { toIssueViews, toValidation, Validation } from './bindings.ts'
import { findPublishedBinding, PublishedAnyBinding } from './published-binding.ts'
import { SkillView, toBindingView, toSkillView } from './skill-view.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import type { Needs } from '../kernel/needs.ts'

const tag = 'Bindings'
const SkillPlace = AgentParams.extend({ skillId: z.string().max(64) })

/** A binding of one operation, with the provider that its path names elsewhere. */
export const OneBinding = z
  .strictObject({
    integration: z.string().min(1).max(64).describe('Slug of the provider that is called'),
    ...Binding.shape,
  })
  .meta({ id: 'PlacedBinding' })

/** A binding of either form, with the providers that it calls. */
export const PlacedBinding = z.union([StepsBinding, OneBinding]).meta({ id: 'AnyPlacedBinding' })

/** Where a binding belongs, and the binding itself. */
export function toPlace(agentId: string, content: z.output<typeof PlacedBinding>) {
  if (isSteps(content)) return placeOf(agentId, content)
  const { integration: kind, ...binding } = content
  return { agentId, kind, binding }
}

/** The authored form of a skill, as it can be sent back to where either form is taken. */
export function toPlacedBinding(row: SkillRow): z.input<typeof PlacedBinding> {
  const binding = toBindingView(row)
  return 'steps' in binding ? binding : { integration: row.kind, ...binding }
}

const isSteps = (content: z.output<typeof PlacedBinding>): content is StepsBinding => 'steps' in content

const AuthoredAny = z
  .object({
    ...SkillView.shape,
    binding: PlacedBinding.describe('As it can be sent back'),
    published: PublishedAnyBinding.nullable().describe('What live calls were compiled from; null for none'),
  })
  .meta({ id: 'AuthoredAnySkill' })

/** Two operations of the demo, in examples: the second needs what only the first can find. */
const example: z.input<typeof StepsBinding> = {
  toolName: 'Appointments of a patient',
  description: 'List the appointments of a patient who is known by telephone number.',
  steps: [
    {
      id: 'patient',
      integration: 'clinic',
      operation: 'searchPatients',
      take: 'one',
      inputs: [{ param: 'caller_phone', argument: 'phone' }],
    },
    {
      id: 'visits',
      integration: 'clinic',
      operation: 'listPatientAppointments',
      inputs: [{ from: 'patient.id', argument: 'patientId' }],
    },
  ],
  projection: [
    { path: 'patient.fullName', leaf: 'customer_name' },
    {
      path: 'visits',
      leaf: 'appointments',
      max: 5,
      fields: [{ path: 'startsAt', leaf: 'starts_at' }],
    },
  ],
}

const saving = [
  'binding_invalid',
  'duplicate_name',
  'integration_not_connected',
  'schema_not_discovered',
] as const

export const anyBindingUseCases = {
  validate: useCase({
    scope: 'skills:read',
    environment: 'none',
    tag,
    summary: 'Check a binding of one operation or of several steps; stores nothing',
    takes: { subject: AgentParams, content: PlacedBinding },
    example,
    output: Validation,
    errors: ['not_found', 'schema_not_discovered'],
    run: async ({ subject, content }, { principal, services }: Context<Needs<'store'>>) => ({
      data: toValidation(await validateBinding(services, principal, toPlace(subject.agentId, content))),
    }),
  }),

  create: useCase({
    scope: 'skills:write',
    audit: { leaves: ['skill.created'] },
    environment: 'none',
    tag,
    summary: 'Compile a binding of one operation or of several steps into a skill',
    description:
      'One call of it runs up to four operations, of any providers, one after another; what goes from one to the next is shown to nobody. Reads may be born enabled, unless somebody must have understood something of them first; writes always land disabled. The answer says so in warnings.',
    takes: { subject: AgentParams, content: PlacedBinding },
    example,
    output: SkillView,
    outcome: 'created',
    errors: ['not_found', ...saving],
    run: async ({ subject, content }, { principal, services }: Context<Needs<'store'>>) => {
      const { row, warnings } = await createSkill(services, principal, toPlace(subject.agentId, content))
      const data = toSkillView(row, principal.organizationId)
      return { data, warnings: toIssueViews(warnings), revision: row.revision }
    },
  }),

  show: useCase({
    scope: 'skills:read',
    environment: 'none',
    tag,
    summary: 'The authored binding of a skill, of either form',
    takes: { subject: SkillPlace },
    output: AuthoredAny,
    errors: ['not_found'],
    run: async ({ subject }, { principal, services }: Context<Needs<'store'>>) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const row = await requireSkill(transaction, subject.agentId, subject.skillId)
        const agent = await requireAgent(transaction, subject.agentId)
        const data = {
          ...toSkillView(row, principal.organizationId),
          binding: toPlacedBinding(row),
          published: await findPublishedBinding(transaction, agent, row.id),
        }
        return { data, revision: row.revision }
      }),
  }),

  replace: useCase({
    scope: 'skills:write',
    audit: { leaves: ['skill.reauthored'] },
    environment: 'none',
    tag,
    summary: 'Replace the binding of a skill, also by one of the other form; a write is disabled again',
    description:
      'Send the ETag that the binding came with as If-Match, so that what somebody else has changed meanwhile is not overwritten: `conflict` then.',
    takes: { subject: SkillPlace, content: PlacedBinding },
    example,
    output: SkillView,
    errors: ['not_found', 'conflict', ...saving],
    run: async ({ subject, content }, { principal, seenRevision, services }: Context<Needs<'store'>>) => {
      const place = {
        ...toPlace(subject.agentId, content),
        skillId: subject.skillId,
        ifMatch: seenRevision(),
        mayMove: true as const,
        by: 'author' as const,
      }
      const { row, warnings } = await reauthorSkill(services, principal, place)
      const data = toSkillView(row, principal.organizationId)
      return { data, warnings: toIssueViews(warnings), revision: row.revision }
    },
  }),
}
