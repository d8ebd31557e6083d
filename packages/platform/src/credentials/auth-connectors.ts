import { environments, objectFrom } from '@bindery/model'
import { pageAuthConnectors } from '@bindery/store'
import { z } from 'zod'
import {
  createConnector,
  editConnector,
  type FoundConnector,
  loadConnector,
  loadConnectorParts,
  removeConnector,
} from './manage-connectors.ts'
import { toCamelCase } from './connector-members.ts'
import {
  AllowedOriginsInput,
  AllowedOriginsView,
  Deleted,
  deleted,
  EnvironmentName,
  JsonData,
  JsonObjectData,
  PageQuery,
  timestamp,
} from '../kernel/shapes.ts'
import { isToldOf, toldByEnvironment } from '../kernel/environment-rule.ts'
import { readList } from '../kernel/page.ts'
import type { Principal } from '../kernel/principal.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import type { Needs } from '../kernel/needs.ts'

const tag = 'Auth connectors'

const ConnectorView = z
  .object({
    id: z.string(),
    name: z.string(),
    type: z.string(),
    environments: z.partialRecord(
      z.enum(environments),
      z.object({
        settings: JsonObjectData.describe('Members that are no secret'),
        secretRefs: z.record(z.string(), z.string()).describe('Ids of secrets by member'),
        given: z.array(z.string()).describe('Members with a value of their own, which is never shown'),
      }),
    ),
    allowedOrigins: AllowedOriginsView,
    usedBy: z.array(z.object({ kind: z.string(), environment: z.enum(environments) })),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'AuthConnector' })

const Slot = z
  .object({
    secretRefs: z
      .record(z.string().min(1).max(60), z.string().max(64).nullable())
      .optional()
      .describe('Ids of secrets by the member that each of them gives; null takes one away'),
  })
  .catchall(JsonData)
  .nullable()
  .describe('Members of the credential, such as tokenUrl and scopes; null empties the environment')

const Slots = z.partialRecord(EnvironmentName, Slot)
const name = z.string().min(1).max(120)
const Params = z.object({ id: z.string().min(1).max(64) })

function toView(found: FoundConnector, principal: Principal): z.input<typeof ConnectorView> {
  const { row, slots, uses, allowedOrigins } = found
  const told = slots.filter((slot) => isToldOf(principal, slot))
  const shown = told.map((slot) => {
    const settings = Object.entries(slot.settings).map(
      ([member, value]) => [toCamelCase(member), value] as const,
    )
    return [
      slot.environment,
      { settings: objectFrom(settings), secretRefs: slot.references, given: [...slot.given] },
    ] as const
  })
  return {
    id: row.id,
    name: row.name,
    type: row.type,
    environments: Object.fromEntries(shown),
    allowedOrigins: toldByEnvironment(principal, allowedOrigins),
    usedBy: uses
      .filter((use) => isToldOf(principal, use))
      .map(({ kind, environment }) => ({ kind, environment })),
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  }
}

export const authConnectorUseCases = {
  list: useCase({
    scope: 'secrets:read',
    environment: 'none',
    tag,
    summary: 'List auth connectors',
    takes: { options: PageQuery },
    output: z.array(ConnectorView),
    shape: 'list',
    run: async ({ options }, { principal, services }: Context<Needs<'store'>>) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const { rows, meta } = await readList(['auth-connectors'], options, (window) =>
          pageAuthConnectors(transaction, window),
        )
        const toFound = await loadConnectorParts(transaction, rows)
        return { data: rows.map((row) => toView(toFound(row), principal)), meta }
      }),
  }),

  create: useCase({
    scope: 'secrets:write',
    audit: { leaves: ['auth_connector.created'] },
    environment: 'every',
    tag,
    summary: 'Describe a credential that integrations share',
    takes: {
      content: z.strictObject({
        name,
        type: z.string().min(1).max(60),
        environments: Slots.default({}),
        allowedOrigins: AllowedOriginsInput,
      }),
    },
    example: { name: 'Acme for everybody', type: 'bearer' },
    output: ConnectorView,
    outcome: 'created',
    errors: ['duplicate_name', 'not_found', 'egress_blocked', 'integration_not_connected'],
    run: async ({ content }, { principal, services }: Context<Needs<'egress' | 'store'>>) => ({
      data: toView(await createConnector(services, principal, content), principal),
    }),
  }),

  show: useCase({
    scope: 'secrets:read',
    environment: 'none',
    tag,
    summary: 'Show one auth connector, no value of it',
    takes: { subject: Params },
    output: ConnectorView,
    errors: ['not_found'],
    run: async ({ subject }, { principal, services }: Context<Needs<'store'>>) =>
      services.store.run(principal.organizationId, async (transaction) => ({
        data: toView(await loadConnector(transaction, subject.id), principal),
      })),
  }),

  edit: useCase({
    scope: 'secrets:write',
    audit: { leaves: ['auth_connector.changed'] },
    environment: 'every',
    tag,
    summary: 'Edit name, environments and allowed origins',
    description:
      'Members that are absent or blank stay as they are; null takes a member or an environment away.',
    takes: {
      subject: Params,
      content: z.strictObject({
        name: name.optional(),
        environments: Slots.default({}),
        allowedOrigins: AllowedOriginsInput,
      }),
    },
    example: { name: 'Acme for support' },
    output: ConnectorView,
    errors: ['not_found', 'duplicate_name', 'egress_blocked', 'integration_not_connected'],
    run: async ({ subject, content }, { principal, services }: Context<Needs<'egress' | 'store'>>) => {
      const edit = { name: content.name, ...content, id: subject.id }
      return { data: toView(await editConnector(services, principal, edit), principal) }
    },
  }),

  remove: useCase({
    scope: 'secrets:write',
    audit: { leaves: ['auth_connector.deleted'] },
    environment: 'every',
    tag,
    summary: 'Destroy an auth connector that no integration uses',
    takes: { subject: Params },
    output: Deleted,
    errors: ['not_found', 'integration_in_use'],
    run: async ({ subject }, { principal, services }: Context<Needs<'store'>>) => {
      await removeConnector(services, principal, subject.id)
      return { data: deleted }
    },
  }),
}
