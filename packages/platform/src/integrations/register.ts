import { remedy } from '../kernel/remedies.ts'
import { type CallBounds, checkUrl, egressBlocked, toOrigin } from '@bindery/connection'
import { type Environment, environments, PlatformError, toUrl } from '@bindery/model'
import {
  type EnvironmentRow,
  findAuthConnector,
  forgetCredential,
  insertIntegration,
  type IntegrationRow,
  listEnvironments,
  lockEnvironments,
  removeEnvironment,
  setAuthConnector,
  setEnvironment,
  setEnvironmentBounds,
  setEnvironmentZone,
  type Transaction,
  updateIntegration,
} from '@bindery/store'
import type { Principal } from '../kernel/principal.ts'
import { dialectOf, isAuthored } from '@bindery/sources'
import { admitUses, type NewUse } from '../credentials/allowed-origins.ts'
import { revokeTokens } from '../credentials/revoke-tokens.ts'
import { newId } from '../kernel/ids.ts'
import type { Needs } from '../kernel/needs.ts'
import { checkPlan } from '../kernel/plan-limits.ts'
import { type IntegrationWithSlots, loadIntegration, requireIntegration } from '../kernel/find-integration.ts'
import {
  type AuthoredSource,
  documentsIn,
  type NamedBytes,
  refuseDescription,
  type StoredSource,
  toStoredSource,
} from './source.ts'
import { checkSize, storeDocuments } from './store-documents.ts'

export type SlotInput = {
  readonly baseUrl?: string | undefined
  readonly authConnectorId?: string | null | undefined
  readonly timezone?: string | null | undefined
  readonly calls?: CallBounds | null | undefined
} | null
export type SlotInputs = Partial<Record<Environment, SlotInput | undefined>>

export interface Registration {
  readonly kind: string
  readonly name: string
  readonly description?: string | undefined
  readonly type: string
  readonly pack?: string | undefined
  readonly source?: AuthoredSource | undefined
  readonly environments?: SlotInputs | undefined
}

/** Registers an integration with its slots and documents. Throws `duplicate_name`, `egress_blocked`, `document_too_large`. */
export async function registerIntegration(
  services: Needs<'config' | 'egress' | 'store'>,
  principal: Principal,
  input: Registration,
): Promise<IntegrationWithSlots> {
  const { organizationId } = principal
  const documents = acceptDocuments(services, input.source)
  const id = newId()
  await services.store.run(organizationId, (transaction) =>
    insertRegistration(services, transaction, { principal, id, input }),
  )
  if (documents.length > 0) await storeDocuments(services, { organizationId, integrationId: id }, documents)
  return loadIntegration(services, organizationId, input.kind)
}

export interface NewRegistration {
  readonly principal: Principal
  readonly id: string
  readonly input: Registration
  /** Of one whose actions are described by hand: it goes with the last skill that uses it. */
  readonly goesWith?: 'skills'
}

/** The same inside a transaction that does more, without documents. */
export async function insertRegistration(
  services: Needs<'config' | 'egress' | 'store'>,
  transaction: Transaction,
  { principal, id, input, goesWith }: NewRegistration,
): Promise<IntegrationRow> {
  const { organizationId } = principal
  const { kind, type, pack } = input
  checkAddresses(services, input)
  const isNew = await insertIntegration(transaction, {
    organizationId,
    id,
    kind,
    name: input.name,
    description: input.description,
    type,
    pack,
    source: sourceOf({ ...input, goesWith }),
  })
  if (!isNew) throw new PlatformError('duplicate_name', `There is an integration "${kind}" already.`)
  await checkPlan(services, transaction, { organizationId, what: 'integrations' })
  const owner = { principal, integrationId: id, type }
  await applySlots(services, transaction, { owner, slots: input.environments ?? {} })
  await services.store.audit.append(transaction, organizationId, {
    actor: principal.actor,
    action: 'integration.registered',
    subject: kind,
    detail: { type, ...(pack === undefined ? {} : { pack }) },
  })
  return requireIntegration(transaction, kind)
}

export type IntegrationEdit = Omit<Partial<Registration>, 'kind' | 'type' | 'name' | 'pack'> & {
  readonly name?: string | undefined
}

/** Edits what is given; a slot set to null is emptied, and one that moves to another origin loses its credential. */
export async function editIntegration(
  services: Needs<'config' | 'egress' | 'runCaches' | 'store'>,
  principal: Principal,
  edit: { readonly kind: string; readonly change: IntegrationEdit },
): Promise<IntegrationWithSlots> {
  const { organizationId } = principal
  checkAddresses(services, edit.change)
  const documents = acceptDocuments(services, edit.change.source)
  const { integration, before } = await services.store.run(organizationId, async (transaction) => {
    const integration = await requireIntegration(transaction, edit.kind)
    const { id, type } = integration
    const before = await lockEnvironments(transaction, id)
    const { source } = edit.change
    await updateIntegration(transaction, id, {
      name: edit.change.name,
      description: edit.change.description,
      source: source === undefined ? undefined : sourceOf({ type, source }),
    })
    const owner = { principal, integrationId: id, type }
    await applySlots(services, transaction, { owner, slots: edit.change.environments ?? {} })
    await services.store.audit.append(transaction, organizationId, {
      actor: principal.actor,
      action: 'integration.edited',
      subject: edit.kind,
      detail: { changed: Object.keys(edit.change) },
    })
    return { integration, before }
  })
  const owner = { organizationId, integrationId: integration.id }
  if (documents.length > 0) await storeDocuments(services, owner, documents)
  const edited = await loadIntegration(services, organizationId, edit.kind)
  const slots = before.filter(
    ({ environment, sealed }) =>
      !edited.slots.some((slot) => slot.environment === environment && slot.sealed === sealed),
  )
  await revokeTokens(services, principal, { integration, slots })
  return edited
}

interface SourceChoice extends Pick<Registration, 'type' | 'source'> {
  readonly goesWith?: 'skills' | undefined
}

/** Where the description comes from: what operators write themselves is written action by action. */
function sourceOf({ type, source, goesWith }: SourceChoice): StoredSource {
  if (!isAuthored(type)) return toStoredSource(source)
  if (source !== undefined) throw refuseDescription()
  return { from: 'actions', ...(goesWith === undefined ? {} : { goesWith }) }
}

function acceptDocuments(
  services: Needs<'config'>,
  source: AuthoredSource | undefined,
): readonly NamedBytes[] {
  const documents = source === undefined ? [] : documentsIn(source)
  checkSize(services, documents)
  return documents
}

interface SlotOwner {
  readonly principal: Principal
  readonly integrationId: string
  readonly type: string
}

interface Applying {
  readonly owner: SlotOwner
  readonly slots: SlotInputs
}

async function applySlots(
  services: Needs<'store'>,
  transaction: Transaction,
  { owner, slots }: Applying,
): Promise<void> {
  const { principal, integrationId, type } = owner
  const { organizationId } = principal
  const before = await listEnvironments(transaction, integrationId)
  await admitConnectors(services, transaction, { owner, slots, before })
  for (const environment of environments) {
    const input = slots[environment]
    const slot = { organizationId, integrationId, environment }
    if (input === null) await removeEnvironment(transaction, slot)
    if (input === null || input === undefined) continue
    const old = slotIn(before, environment)
    const address = slotAddress(type, input, old)
    await setEnvironment(transaction, slot, address)
    const isMoved = old !== undefined && new URL(old.baseUrl).origin !== new URL(address).origin
    // A connector that nobody connected here yet left nothing to destroy.
    const holdsNothing = old?.sealed === null && connectorOf(input, old) !== null
    if (isMoved && !holdsNothing) await forgetCredential(transaction, slot)
    if (input.authConnectorId !== undefined) await setAuthConnector(transaction, slot, input.authConnectorId)
    if (input.timezone !== undefined) await setEnvironmentZone(transaction, slot, input.timezone)
    if (input.calls !== undefined) await setEnvironmentBounds(transaction, slot, input.calls)
  }
}

/** The connector that a slot will have. */
const connectorOf = (input: SlotInput | undefined, old: EnvironmentRow | undefined): string | null =>
  input?.authConnectorId === undefined ? (old?.authConnectorId ?? null) : input.authConnectorId

/** Connectors go along to origins that they may go to; that of a database says itself where it goes. */
async function admitConnectors(
  services: Needs<'store'>,
  transaction: Transaction,
  { owner, slots, before }: Applying & { readonly before: readonly EnvironmentRow[] },
): Promise<void> {
  const uses: NewUse[] = []
  for (const environment of environments) {
    const input = slots[environment]
    if (input === null || input === undefined) continue
    const old = slotIn(before, environment)
    const connectorId = connectorOf(input, old)
    if (connectorId === null) continue
    const address = slotAddress(owner.type, input, old)
    if (address === databaseAddress) await requireConnector(transaction, connectorId)
    else uses.push({ connectorId, environment, origin: toOrigin(address) })
  }
  await admitUses(services, transaction, { principal: owner.principal, uses })
}

const slotIn = (rows: readonly EnvironmentRow[], environment: Environment): EnvironmentRow | undefined =>
  rows.find((row) => row.environment === environment)

/** Throws `not_found` for a connector that the organisation does not have. */
async function requireConnector(transaction: Transaction, id: string): Promise<void> {
  if ((await findAuthConnector(transaction, id)) !== undefined) return
  throw new PlatformError('not_found', `There is no auth connector "${id}".`, remedy('list_auth_connectors'))
}

/** What a slot of a database holds instead of a base URL: the credential says where the database is. */
export const databaseAddress = 'sql:'

/** A slot that there is keeps its address where none is given. */
function slotAddress(
  type: string,
  { baseUrl }: NonNullable<SlotInput>,
  old: EnvironmentRow | undefined,
): string {
  const isDatabase = dialectOf(type) !== undefined
  if (isDatabase && baseUrl === undefined) return databaseAddress
  if (!isDatabase && baseUrl !== undefined) return withScheme(baseUrl)
  if (!isDatabase && old !== undefined) return old.baseUrl
  throw new PlatformError(
    'validation_error',
    isDatabase
      ? 'A database has no baseUrl: its credential names the host. Leave it out.'
      : 'An environment needs a baseUrl, such as https://api.example.com.',
  )
}

/** `https` is meant when no scheme is written. */
function withScheme(baseUrl: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(baseUrl) ? baseUrl : `https://${baseUrl}`
}

/** Refuses addresses that no lookup could make good. Names are looked up when a connection is made. */
function checkAddresses(
  services: Needs<'egress'>,
  input: Pick<Registration, 'source' | 'environments'>,
): void {
  const slots = Object.values(input.environments ?? {})
  const bases = slots.flatMap((slot) => (slot?.baseUrl === undefined ? [] : [withScheme(slot.baseUrl)]))
  const base = bases.find((url) => /[?#]/.test(url))
  if (base !== undefined) throw noBase(base)
  for (const url of [...bases, ...(input.source?.url === undefined ? [] : [input.source.url])]) {
    if (toUrl(url) === undefined)
      throw new PlatformError('validation_error', `"${url.slice(0, 200)}" is not an address.`)
    const verdict = checkUrl(url, services.egress.policy)
    if (verdict.verdict === 'block') throw egressBlocked(verdict.reason, verdict.host)
  }
}

const noBase = (url: string): PlatformError =>
  new PlatformError(
    'validation_error',
    `A base URL has no "?" and no "#", unlike "${url.slice(0, 200)}": move them to the operation.`,
  )
