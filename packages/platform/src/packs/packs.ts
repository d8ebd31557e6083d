import { AnyBinding, isWrite } from '@bindery/model'
import { fillPreset, FormField, Guidance } from '@bindery/packs'
import { z } from 'zod'
import { IssueView, toIssueViews } from '../skills/bindings.ts'
import { describeActions } from './describe-actions.ts'
import { fitIntegration } from './fit-integration.ts'
import { listProviders } from './list-providers.ts'
import { requirePack } from '../integrations/find-pack.ts'
import { JsonObjectData, KindParams } from '../kernel/shapes.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import type { Needs } from '../kernel/needs.ts'

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
        binding: AnyBinding.describe('As it would be installed, but for the config that it still asks for'),
      }),
    ),
    guidance: Guidance,
  })
  .meta({ id: 'Pack' })

export const packUseCases = {
  listProviders: useCase({
    scope: 'integrations:read',
    environment: 'none',
    tag,
    summary: 'List every provider that can be connected or is',
    takes: { options: z.strictObject({ search: z.string().max(200).optional() }) },
    output: z.array(ProviderView),
    run: async ({ options }, { principal, services }: Context<Needs<'packs' | 'store'>>) => {
      const wanted = options.search?.toLowerCase() ?? ''
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
  }),

  listActions: useCase({
    scope: 'integrations:read',
    environment: 'none',
    tag,
    summary: 'List the pre-built actions of a provider',
    description: 'Parameters are exact once the schema has been discovered.',
    takes: { subject: KindParams },
    output: z.array(ActionView),
    errors: ['pack_not_found'],
    run: async ({ subject }, { principal, services }: Context<Needs<'packs' | 'store'>>) => ({
      data: (await describeActions(services, principal, subject.kind)).map(
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
  }),

  show: useCase({
    scope: 'integrations:read',
    environment: 'none',
    tag,
    summary: 'Show the connector pack of a provider: its presets and how its operations behave',
    takes: { subject: KindParams },
    output: PackView,
    errors: ['pack_not_found'],
    run: async ({ subject }, { principal, services }: Context<Needs<'packs' | 'store'>>) => {
      const { pack } = await services.store.run(principal.organizationId, (transaction) =>
        requirePack(transaction, services.packs, subject.kind),
      )
      const { manifest, guidance } = pack
      const presets = pack.presets.map(({ slug, important, effect, binding }) => ({
        slug,
        toolName: binding.toolName,
        description: binding.description ?? '',
        important,
        isWrite: isWrite(effect),
        effect,
        binding: fillPreset(binding, { integration: subject.kind, config: {} }),
      }))
      return {
        data: {
          kind: subject.kind,
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
  }),

  fit: useCase({
    scope: 'integrations:read',
    environment: 'none',
    tag,
    summary: 'Say which presets the schema of this account supports, and why not the others',
    takes: { subject: KindParams },
    output: z.array(
      z.object({
        slug: z.string(),
        supported: z.boolean(),
        missingConfig: z.array(z.string()),
        issues: z.array(IssueView),
      }),
    ),
    errors: ['pack_not_found', 'integration_not_connected', 'schema_not_discovered'],
    run: async ({ subject }, { principal, services }: Context<Needs<'packs' | 'store'>>) => ({
      data: (await fitIntegration(services, principal, subject.kind)).map((fit) => ({
        slug: fit.preset.slug,
        supported: fit.status === 'supported',
        missingConfig: [...fit.missingConfig],
        issues: toIssueViews(fit.issues),
      })),
    }),
  }),
}
