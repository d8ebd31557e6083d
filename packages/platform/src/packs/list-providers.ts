import type { FormField, Pack } from '@bindery/packs'
import { type EnvironmentRow, type IntegrationRow, listEnvironments, listIntegrations } from '@bindery/store'
import type { Principal } from '../kernel/principal.ts'
import { isConnected } from '../kernel/find-integration.ts'
import { integrationTypeOf } from '../integrations/integration-types.ts'
import type { Needs } from '../kernel/needs.ts'
import { packOf } from '../integrations/find-pack.ts'

/** A provider that can be connected or is, as a list shows it. */
export interface ProviderEntry {
  readonly kind: string
  readonly displayName: string
  readonly category: string
  readonly blurb: string
  readonly logo: string
  readonly types: readonly string[]
  /** The auth method that it is connected with, or that its pack asks for. */
  readonly authType: string
  readonly credentialFields: readonly FormField[]
  readonly serverVariables: readonly FormField[]
  readonly actionCount: number
  readonly hasPack: boolean
  readonly pack: string | null
  readonly registered: boolean
  readonly connected: boolean
}

/** Every provider with a pack and every integration of the organisation, each once, by name. */
export async function listProviders(
  services: Needs<'packs' | 'store'>,
  principal: Principal,
): Promise<readonly ProviderEntry[]> {
  const registered = await services.store.run(principal.organizationId, async (transaction) => {
    const entries: ProviderEntry[] = []
    for (const integration of await listIntegrations(transaction)) {
      const slots = await listEnvironments(transaction, integration.id)
      entries.push(entryOf(integration, slots, packOf(services.packs, integration)))
    }
    return entries
  })
  const kinds = new Set(registered.map(({ kind }) => kind))
  const connectable = services.packs.packs.filter(({ id }) => !kinds.has(id)).map(connectableEntry)
  return [...registered, ...connectable].sort((a, b) => a.displayName.localeCompare(b.displayName, 'en'))
}

function connectableEntry(pack: Pack): ProviderEntry {
  const { manifest, id } = pack
  return {
    kind: id,
    displayName: manifest.displayName,
    authType: manifest.auth.type,
    types: manifest.types.map(integrationTypeOf),
    ...packParts(pack),
    registered: false,
    connected: false,
  }
}

function entryOf(
  integration: IntegrationRow,
  slots: readonly EnvironmentRow[],
  pack: Pack | undefined,
): ProviderEntry {
  const used = slots.find((slot) => slot.authMethod !== null)?.authMethod
  return {
    kind: integration.kind,
    displayName: integration.name,
    types: [integrationTypeOf(integration.type)],
    ...(pack === undefined ? ownParts(integration) : packParts(pack)),
    authType: used ?? pack?.manifest.auth.type ?? 'none',
    registered: true,
    connected: isConnected(slots),
  }
}

function packParts({ manifest, presets, id }: Pack) {
  return {
    category: manifest.category,
    blurb: manifest.blurb,
    logo: manifest.logo,
    credentialFields: manifest.auth.fields,
    serverVariables: manifest.server?.variables ?? [],
    actionCount: presets.length,
    hasPack: true,
    pack: id,
  }
}

/** What operators set up themselves has no curated words. */
function ownParts({ description, type }: IntegrationRow) {
  return {
    category: 'custom',
    blurb: description ?? '',
    logo: integrationTypeOf(type),
    credentialFields: [],
    serverVariables: [],
    actionCount: 0,
    hasPack: false,
    pack: null,
  }
}
