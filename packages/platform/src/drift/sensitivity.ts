import { sensitivityClasses } from '@bindery/model'
import { z } from 'zod'
import { inCatalog } from '../catalog/browse.ts'
import { changeSensitivity, listSensitivity, type SensitivityState } from './change-sensitivity.ts'
import { AuditedReason, KindParams } from '../kernel/shapes.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import type { Needs } from '../kernel/needs.ts'

const name = z.string().min(1).max(500)
const more = {
  sensitivityClass: z.enum(sensitivityClasses).nullable().describe('null takes the override away'),
  reason: AuditedReason.optional().describe('Needed to lower a class; audited'),
}

const Change = z.discriminatedUnion('on', [
  z.strictObject({ on: z.literal('field'), object: name, field: name, ...more }),
  z.strictObject({ on: z.literal('argument'), operation: name, argument: name, ...more }),
])

const StateView = z
  .object({
    on: z.enum(['field', 'argument']),
    object: z.string().optional(),
    field: z.string().optional(),
    operation: z.string().optional(),
    argument: z.string().optional(),
    sensitivityClass: z.enum(sensitivityClasses),
    inferredClass: z.enum(sensitivityClasses),
    reason: z.string().optional(),
  })
  .meta({ id: 'SensitivityOverride' })

const tag = 'Catalog'

function toView({ override, inferred }: SensitivityState): z.input<typeof StateView> {
  const { sensitivity, ...place } = override
  return { ...place, sensitivityClass: sensitivity, inferredClass: inferred }
}

export const sensitivityUseCases = {
  read: useCase({
    scope: 'integrations:read',
    environment: 'none',
    tag,
    summary: 'Classes that operators set in place of the inferred ones',
    takes: { subject: KindParams },
    output: z.array(StateView),
    errors: ['not_found', 'schema_not_discovered'],
    run: async ({ subject }, { principal, services }: Context<Needs<'store'>>) => {
      const query = { organizationId: principal.organizationId, kind: subject.kind }
      return { data: (await inCatalog(services, query, listSensitivity)).map(toView) }
    },
  }),

  edit: useCase({
    scope: 'integrations:write',
    audit: {
      leaves: ['integration.sensitivity_set', 'integration.sensitivity_lowered'],
      unless: 'what is asked for is so already',
    },
    environment: 'every',
    tag,
    summary: 'Raise or lower the class of fields and arguments',
    description:
      'Skills are rechecked at once: one that reads what was raised stops until a person decides. Lowering needs a reason and is audited.',
    takes: {
      subject: KindParams,
      content: z.strictObject({ changes: z.array(Change).min(1).max(500) }),
    },
    example: { changes: [{ on: 'field', object: 'Patient', field: 'notes', sensitivityClass: 'health' }] },
    output: z.array(StateView),
    errors: ['not_found', 'schema_not_discovered'],
    run: async ({ subject, content }, { principal, services }: Context<Needs<'runCaches' | 'store'>>) => {
      const states = await changeSensitivity(services, principal, { kind: subject.kind, ...content })
      return { data: states.map(toView) }
    },
  }),
}
