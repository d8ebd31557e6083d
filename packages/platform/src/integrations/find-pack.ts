import { remedy } from '../kernel/remedies.ts'
import { nearestNames, PlatformError } from '@bindery/model'
import type { Pack, PackCatalogue } from '@bindery/packs'
import { findIntegration, type IntegrationRow, listEnvironments, type Transaction } from '@bindery/store'
import { isConnected } from '../kernel/find-integration.ts'

/** The pack of an integration: the one that it was registered from, else the one of its name that fits its type. */
export function packOf(catalogue: PackCatalogue, integration: IntegrationRow): Pack | undefined {
  const id = integration.pack ?? integration.kind
  return catalogue.packs.find(
    (pack) => pack.id === id && (integration.pack !== null || pack.manifest.types.includes(integration.type)),
  )
}

/** The pack of a kind, whether an integration of that kind is registered or not. Throws `pack_not_found`. */
export async function requirePack(
  transaction: Transaction,
  catalogue: PackCatalogue,
  kind: string,
): Promise<{ readonly pack: Pack; readonly integration: IntegrationRow | undefined }> {
  const integration = await findIntegration(transaction, kind)
  const pack =
    integration === undefined ? catalogue.packs.find(({ id }) => id === kind) : packOf(catalogue, integration)
  if (pack !== undefined) return { pack, integration }
  throw packNotFound(catalogue, kind)
}

export interface RegisteredPack {
  readonly pack: Pack
  readonly integration: IntegrationRow
}

/** The same for an integration that must be registered. Throws `pack_not_found`, `integration_not_connected`. */
export async function requireRegisteredPack(
  transaction: Transaction,
  catalogue: PackCatalogue,
  kind: string,
): Promise<RegisteredPack> {
  const { pack, integration } = await requirePack(transaction, catalogue, kind)
  if (integration !== undefined) return { pack, integration }
  throw new PlatformError(
    'integration_not_connected',
    `"${kind}" is not registered. Register it with its pack "${pack.id}" and connect it.`,
    remedy('register_pack', { pack: pack.id }),
  )
}

/** The same for one that must be connected too. */
export async function requireConnectedPack(
  transaction: Transaction,
  catalogue: PackCatalogue,
  kind: string,
): Promise<RegisteredPack> {
  const found = await requireRegisteredPack(transaction, catalogue, kind)
  if (isConnected(await listEnvironments(transaction, found.integration.id))) return found
  throw new PlatformError(
    'integration_not_connected',
    `"${kind}" is not connected. Connect it with its credential.`,
    remedy('connect_integration', { kind }),
  )
}

export function packNotFound(catalogue: PackCatalogue, name: string): PlatformError {
  const ids = catalogue.packs.map(({ id }) => id)
  const near = nearestNames(name, ids)
  const hint = near.length === 0 ? ` There are ${ids.join(', ')}.` : ` Did you mean "${near.join('" or "')}"?`
  return new PlatformError('pack_not_found', `There is no pack for "${name.slice(0, 64)}".${hint}`)
}
