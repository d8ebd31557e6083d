import { remedy } from '../kernel/remedies.ts'
import { type Permit, type Reach, requireReach } from '@bindery/connection'
import { type Environment, environments, PlatformError } from '@bindery/model'
import {
  findSecret,
  listAllowedOrigins,
  listConnectorEnvironments,
  lockAuthConnector,
  lockSecret,
  type OriginOwner,
  setAllowedOrigins,
  type Transaction,
} from '@bindery/store'
import type { Principal } from '../kernel/principal.ts'
import type { Needs } from '../kernel/needs.ts'

/** A connector, or a secret that it refers to: each has a list of its own, and a credential goes where all of them agree. */
interface Sharer extends OriginOwner {
  readonly name: string
}

export type AllowedOrigins = Partial<Record<Environment, readonly string[]>>

/** Origins by environment, as the API shows them. */
export type ShownOrigins = Partial<Record<Environment, string[]>>

/** The origins that a connector or a secret may go to. */
export async function loadAllowedOrigins(
  transaction: Transaction,
  { kind, id }: OriginOwner,
): Promise<ShownOrigins> {
  return (await loadOriginsById(transaction, kind, [id]))(id)
}

/** Those of any number of connectors or of secrets, in one statement. */
export async function loadOriginsById(
  transaction: Transaction,
  kind: OriginOwner['kind'],
  ids: readonly string[],
): Promise<(id: string) => ShownOrigins> {
  const rows = await listAllowedOrigins(transaction, kind, ids)
  return (id) => {
    const shown: ShownOrigins = {}
    for (const { environment, origin } of rows.filter(({ ownerId }) => ownerId === id))
      shown[environment] = [...(shown[environment] ?? []), origin]
    return shown
  }
}

export interface ConnectorUse {
  readonly connector: { readonly id: string; readonly name: string }
  readonly environment: Environment
  /** Ids of secrets by member. */
  readonly references: Readonly<Record<string, string>>
}

/** Where what a connector holds for one environment may go. */
export async function reachOfConnector(transaction: Transaction, use: ConnectorUse): Promise<Reach> {
  const { connector, environment } = use
  const permits: Permit[] = []
  for (const id of secretIds(use.references)) {
    const secret = await findSecret(transaction, id)
    if (secret !== undefined)
      permits.push(await permitOf(transaction, { kind: 'secret', id, name: secret.name }, environment))
  }
  return [await permitOf(transaction, { kind: 'auth_connector', ...connector }, environment), ...permits]
}

export interface NewUse {
  readonly connectorId: string
  readonly environment: Environment
  readonly origin: string
}

/**
 * Lets slots or a dynamic context use connectors, whose rows and secrets stay locked until the transaction ends: of two
 * first uses at once one is the first. Only who may write secrets can make it. Throws `credential_origin_refused`, and
 * `not_found` for a connector that the organisation does not have.
 */
export async function admitUses(
  services: Needs<'store'>,
  transaction: Transaction,
  { principal, uses }: { readonly principal: Principal; readonly uses: readonly NewUse[] },
): Promise<void> {
  for (const { sharer, environment, origin } of await lockSharers(transaction, uses)) {
    const permit = await permitOf(transaction, sharer, environment)
    const isFirst = permit.origins.length === 0 && principal.scopes.has('secrets:write')
    if (!isFirst) {
      requireReach([permit], origin)
      continue
    }
    const { organizationId } = principal
    await setAllowedOrigins(transaction, { organizationId, owner: sharer, environment, origins: [origin] })
    await services.store.audit.append(transaction, organizationId, {
      actor: principal.actor,
      action: `${sharer.kind}.origin_allowed`,
      subject: sharer.id,
      detail: { environment, origin, because: 'first_use' },
    })
  }
}

/** Puts the lists of some environments in the place of what was allowed there. For who may write secrets. */
export async function replaceAllowedOrigins(
  services: Needs<'store'>,
  transaction: Transaction,
  change: { readonly principal: Principal; readonly owner: OriginOwner; readonly lists: AllowedOrigins },
): Promise<void> {
  const { principal, owner, lists } = change
  const { organizationId } = principal
  for (const environment of environments) {
    const origins = lists[environment]
    if (origins === undefined) continue
    await setAllowedOrigins(transaction, { organizationId, owner, environment, origins })
    await services.store.audit.append(transaction, organizationId, {
      actor: principal.actor,
      action: `${owner.kind}.origins_changed`,
      subject: owner.id,
      detail: { environment, origins: [...origins] },
    })
  }
}

/**
 * The same for a connector. What it may go to then holds for secrets of it that nothing has used before.
 */
export async function replaceConnectorOrigins(
  services: Needs<'store'>,
  transaction: Transaction,
  change: { readonly principal: Principal; readonly connectorId: string; readonly lists: AllowedOrigins },
): Promise<void> {
  const { principal, connectorId, lists } = change
  const slots = await listConnectorEnvironments(transaction, [connectorId])
  await lockSecrets(transaction, slots)
  const owner = { kind: 'auth_connector', id: connectorId } as const
  await replaceAllowedOrigins(services, transaction, { principal, owner, lists })
  const allowed = await loadAllowedOrigins(transaction, owner)
  for (const { environment, references } of slots) {
    const origins = allowed[environment]
    if (origins === undefined) continue
    for (const id of secretIds(references)) {
      const secret = { kind: 'secret', id } as const
      if ((await loadAllowedOrigins(transaction, secret))[environment] !== undefined) continue
      const { organizationId } = principal
      await setAllowedOrigins(transaction, { organizationId, owner: secret, environment, origins })
    }
  }
}

interface SharedUse extends Omit<NewUse, 'connectorId'> {
  readonly sharer: Sharer
}

/** Who has a say in some uses. Every connector is locked before every secret, each kind in one order. */
async function lockSharers(transaction: Transaction, uses: readonly NewUse[]): Promise<readonly SharedUse[]> {
  const known = new Map<string, ConnectorUse & { readonly use: NewUse }>()
  const inOrder = [...uses].sort((a, b) => (a.connectorId < b.connectorId ? -1 : 1))
  for (const use of inOrder) {
    const connector = await lockAuthConnector(transaction, use.connectorId)
    if (connector === undefined) throw noConnector(use.connectorId)
    const slots = await listConnectorEnvironments(transaction, [connector.id])
    const references = slots.find((slot) => slot.environment === use.environment)?.references ?? {}
    known.set(`${use.environment} ${connector.id}`, {
      use,
      connector,
      environment: use.environment,
      references,
    })
  }
  const secrets = await lockSecrets(transaction, [...known.values()])
  return [...known.values()].flatMap(({ use, connector, references }) => [
    { ...use, sharer: { kind: 'auth_connector', id: connector.id, name: connector.name } },
    ...secretIds(references).flatMap((id) => {
      const name = secrets.get(id)
      return name === undefined ? [] : [{ ...use, sharer: { kind: 'secret', id, name } as const }]
    }),
  ])
}

/** Their names by id. */
async function lockSecrets(
  transaction: Transaction,
  uses: readonly Pick<ConnectorUse, 'references'>[],
): Promise<ReadonlyMap<string, string>> {
  const ids = new Set(uses.flatMap(({ references }) => Object.values(references)))
  const names = new Map<string, string>()
  for (const id of [...ids].sort()) {
    const secret = await lockSecret(transaction, id)
    if (secret !== undefined) names.set(id, secret.name)
  }
  return names
}

const noConnector = (id: string): PlatformError =>
  new PlatformError('not_found', `There is no auth connector "${id}".`, remedy('list_auth_connectors'))

const secretIds = (references: ConnectorUse['references']): readonly string[] =>
  [...new Set(Object.values(references))].sort()

async function permitOf(transaction: Transaction, sharer: Sharer, environment: Environment): Promise<Permit> {
  const { kind, name } = sharer
  const allowed = (await loadAllowedOrigins(transaction, sharer))[environment] ?? []
  const what = kind === 'secret' ? 'secret' : 'auth connector'
  const known =
    allowed.length === 0
      ? `It was never used for ${environment}, and the first use takes a key with secrets:write.`
      : `For ${environment} it may go to ${allowed.join(', ')}.`
  return {
    of: `The ${what} "${name}"`,
    origins: allowed,
    wayOut: `${known} A key with secrets:write sets the list with "allowedOrigins" of that ${what}.`,
  }
}
