import { Binding, isWrite } from '@bindery/model'
import { FormField, Guidance } from '@bindery/packs'
import { z } from 'zod'
import { type Route, route } from '../http/route.ts'
import { describeActions } from '../packs/describe-actions.ts'
import { requirePack } from '../packs/find-pack.ts'
import { fitIntegration } from '../packs/fit-integration.ts'
import { listProviders } from '../packs/list-providers.ts'
import type { Services } from '../services.ts'
import { IssueView, toIssueViews } from './bindings.ts'
import { JsonObjectData, KindParams } from './shapes.ts'

const tag = 'Connector packs'

const ProviderView = z
  .object({
    kind: z.string(),
    displayName: z.string(),
    category: z.string(),
    blurb: z.string(),
    logo: z.string(),
    types: z.array(z.string()),
    authType: z.string(),
    credentialFields: z.array(FormField),
    serverVariables: z.array(FormField).describe('To register it with, as "variables"'),
    actionCount: z.int(),
    hasPack: z.boolean(),
    pack: z.string().nullable(),
    registered: z.boolean(),
    connected: z.boolean(),
  })
  .meta({ id: 'Provider' })

const ActionView = z
  .object({
    slug: z.string(),
    name: z.string(),
    description: z.string(),
    important: z.boolean(),
    isWrite: z.boolean(),
    parametersSchema: JsonObjectData,
    configFields: z.array(FormField),
  })
  .meta({ id: 'PrebuiltAction' })

const PackView = z
  .object({
    kind: z.string(),
    pack: z.string(),
    version: z.string(),
    displayName: z.string(),
    schemaPublisher: z.string(),
    config: z.array(FormField),
    presets: z.array(
      z.object({
        slug: z.string(),
        toolName: z.string(),
        description: z.string(),
        important: z.boolean(),
        isWrite: z.boolean(),
        effect: z.string(),
        binding: Binding,
      }),
    ),
    guidance: Guidance,
  })
  .meta({ id: 'Pack' })

export function packRoutes(services: Services): readonly Route[] {
  return [providersRoute(services), actionsRoute(services), packRoute(services), fitRoute(services)]
}

function providersRoute(services: Services): Route {
  return route({
    method: 'GET',
    path: '/integrations/catalog',
    scope: 'integrations:read',
    tag,
    summary: 'List every provider that can be connected or is',
    input: { query: z.strictObject({ search: z.string().max(200).optional() }) },
    data: z.array(ProviderView),
    handle: async ({ query }, { principal }) => {
      const wanted = query.search?.toLowerCase() ?? ''
      const found = (await listProviders(services, principal)).filter(({ kind, displayName, category }) =>
        [kind, displayName, category].some((text) => text.toLowerCase().includes(wanted)),
      )
      return {
        data: found.map(({ types, credentialFields, serverVariables, ...entry }) => ({
          ...entry,
          types: [...types],
          credentialFields: [...credentialFields],
          serverVariables: [...serverVariables],
        })),
      }
    },
  })
}

function actionsRoute(services: Services): Route {
  return route({
    method: 'GET',
    path: '/integrations/{kind}/actions',
    scope: 'integrations:read',
    tag,
    summary: 'List the pre-built actions of a provider',
    description: 'Parameters are exact once the schema has been discovered.',
    input: { params: KindParams },
    data: z.array(ActionView),
    errors: ['pack_not_found'],
    handle: async ({ params }, { principal }) => ({
      data: (await describeActions(services, principal, params.kind)).map(
        ({ preset, parametersSchema, configFields }) => ({
          slug: preset.slug,
          name: preset.binding.toolName,
          description: preset.binding.description ?? '',
          important: preset.important,
          isWrite: isWrite(preset.effect),
          parametersSchema,
          configFields: [...configFields],
        }),
      ),
    }),
  })
}

function packRoute(services: Services): Route {
  return route({
    method: 'GET',
    path: '/integrations/{kind}/pack',
    scope: 'integrations:read',
    tag,
    summary: 'Show the connector pack of a provider: its presets and how its operations behave',
    input: { params: KindParams },
    data: PackView,
    errors: ['pack_not_found'],
    handle: async ({ params }, { principal }) => {
      const { pack } = await services.store.run(principal.organizationId, (transaction) =>
        requirePack(transaction, services.packs, params.kind),
      )
      const { manifest, guidance } = pack
      const presets = pack.presets.map(({ slug, important, effect, binding }) => ({
        slug,
        toolName: binding.toolName,
        description: binding.description ?? '',
        important,
        isWrite: isWrite(effect),
        effect,
        binding,
      }))
      return {
        data: {
          kind: params.kind,
          pack: pack.id,
          version: manifest.version,
          displayName: manifest.displayName,
          schemaPublisher: manifest.schema.publisher,
          config: manifest.config,
          presets,
          guidance,
        },
      }
    },
  })
}

function fitRoute(services: Services): Route {
  return route({
    method: 'GET',
    path: '/integrations/{kind}/pack/fit',
    scope: 'integrations:read',
    tag,
    summary: 'Say which presets the schema of this account supports, and why not the others',
    input: { params: KindParams },
    data: z.array(
      z.object({
        slug: z.string(),
        supported: z.boolean(),
        missingConfig: z.array(z.string()),
        issues: z.array(IssueView),
      }),
    ),
    errors: ['pack_not_found', 'integration_not_connected', 'schema_not_discovered'],
    handle: async ({ params }, { principal }) => ({
      data: (await fitIntegration(services, principal, params.kind)).map((fit) => ({
        slug: fit.preset.slug,
        supported: fit.status === 'supported',
        missingConfig: [...fit.missingConfig],
        issues: toIssueViews(fit.issues),
      })),
    }),
  })
}
