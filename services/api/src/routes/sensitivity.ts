import { sensitivityClasses } from '@bindery/model'
import { z } from 'zod'
import { inCatalog } from '../catalog/browse.ts'
import { changeSensitivity, listSensitivity, type SensitivityState } from '../catalog/sensitivity.ts'
import { type Route, route } from '../http/route.ts'
import type { Services } from '../services.ts'
import { KindParams } from './shapes.ts'

const name = z.string().min(1).max(500)
const more = {
  sensitivityClass: z.enum(sensitivityClasses).nullable().describe('null takes the override away'),
  reason: z.string().min(3).max(500).optional().describe('Needed to lower a class; audited'),
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

export function sensitivityRoutes(services: Services): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/integrations/{kind}/sensitivity',
      scope: 'integrations:read',
      tag,
      summary: 'Classes that operators set in place of the inferred ones',
      input: { params: KindParams },
      data: z.array(StateView),
      errors: ['not_found', 'schema_not_discovered'],
      handle: async ({ params }, { principal }) => {
        const query = { organizationId: principal.organizationId, kind: params.kind }
        return { data: (await inCatalog(services, query, listSensitivity)).map(toView) }
      },
    }),
    route({
      method: 'PATCH',
      path: '/integrations/{kind}/sensitivity',
      scope: 'integrations:write',
      tag,
      summary: 'Raise or lower the class of fields and arguments',
      description:
        'Skills are rechecked at once: one that reads what was raised stops until a person decides. Lowering needs a reason and is audited.',
      input: {
        params: KindParams,
        body: z.strictObject({ changes: z.array(Change).min(1).max(500) }),
      },
      data: z.array(StateView),
      errors: ['not_found', 'schema_not_discovered'],
      handle: async ({ params, body }, { principal }) => {
        const states = await changeSensitivity(services, principal, { kind: params.kind, ...body })
        return { data: states.map(toView) }
      },
    }),
  ]
}

function toView({ override, inferred }: SensitivityState): z.input<typeof StateView> {
  const { sensitivity, ...place } = override
  return { ...place, sensitivityClass: sensitivity, inferredClass: inferred }
}
