import { checkUrl, egressBlocked } from '@bindery/connection'
import { type Environment, environments, PlatformError } from '@bindery/model'
import {
  deleteIntegration,
  type EnvironmentSlot,
  findAuthConnector,
  forgetCredential,
  insertIntegration,
  listEnvironments,
  listSkillsOfIntegration,
  removeEnvironment,
  setAuthConnector,
  setEnvironment,
  type Transaction,
  updateIntegration,
} from '@bindery/store'
import type { Principal } from '../auth/principal.ts'
import { dialectOf, isAuthored } from '@bindery/sources'
import { newId } from '../ids.ts'
import type { Services } from '../services.ts'
import { checkPlan } from '../plan-limits.ts'
import { type IntegrationWithSlots, loadIntegration, requireIntegration } from './find-integration.ts'
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
  services: Services,
  principal: Principal,
  input: Registration,
): Promise<IntegrationWithSlots> {
  const { organizationId } = principal
  checkAddresses(services, input)
  const documents = acceptDocuments(services, input.source)
  const id = newId()
  await services.store.run(organizationId, async (transaction) => {
    const isNew = await insertIntegration(transaction, {
      organizationId,
      id,
      kind: input.kind,
      name: input.name,
      description: input.description,
      type: input.type,
      pack: input.pack,
      source: sourceOf(input.type, input.source),
    })
    if (!isNew) throw new PlatformError('duplicate_name', `There is an integration "${input.kind}" already.`)
    await checkPlan(services, transaction, { organizationId, what: 'integrations' })
    const owner = { organizationId, integrationId: id, type: input.type }
    await applySlots(transaction, owner, input.environments ?? {})
    await services.store.audit.append(transaction, organizationId, {
      actor: principal.actor,
      action: 'integration.registered',
      subject: input.kind,
      detail: { type: input.type, ...(input.pack === undefined ? {} : { pack: input.pack }) },
    })
  })
  if (documents.length > 0) await storeDocuments(services, { organizationId, integrationId: id }, documents)
  return loadIntegration(services, organizationId, input.kind)
}

export type IntegrationEdit = Omit<Partial<Registration>, 'kind' | 'type' | 'name' | 'pack'> & {
  readonly name?: string | undefined
}

/** Edits what is given; a slot set to null is emptied, and one that moves to another origin loses its credential. */
export async function editIntegration(
  services: Services,
  principal: Principal,
  edit: { readonly kind: string; readonly change: IntegrationEdit },
): Promise<IntegrationWithSlots> {
  const { organizationId } = principal
  checkAddresses(services, edit.change)
  const documents = acceptDocuments(services, edit.change.source)
  const integrationId = await services.store.run(organizationId, async (transaction) => {
    const { id, type } = await requireIntegration(transaction, edit.kind)
    const { source } = edit.change
    await updateIntegration(transaction, id, {
      name: edit.change.name,
      description: edit.change.description,
      source: source === undefined ? undefined : sourceOf(type, source),
    })
    const owner = { organizationId, integrationId: id, type }
    await applySlots(transaction, owner, edit.change.environments ?? {})
    await services.store.audit.append(transaction, organizationId, {
      actor: principal.actor,
      action: 'integration.edited',
      subject: edit.kind,
      detail: { changed: Object.keys(edit.change) },
    })
    return id
  })
  if (documents.length > 0) await storeDocuments(services, { organizationId, integrationId }, documents)
  return loadIntegration(services, organizationId, edit.kind)
}

/** Disconnects: credentials, documents and catalogs go. Throws `integration_in_use` naming the skills that need it. */
export async function removeIntegration(
  services: Services,
  principal: Principal,
  kind: string,
): Promise<void> {
  const { organizationId } = principal
  await services.store.run(organizationId, async (transaction) => {
    const { id } = await requireIntegration(transaction, kind)
    const skills = await listSkillsOfIntegration(transaction, id)
    if (skills.length > 0) {
      const blockers = skills.map((skill) => ({
        skillId: skill.id,
        agentId: skill.agent_id,
        name: skill.function_name,
      }))
      throw new PlatformError(
        'integration_in_use',
        `${skills.length} skills use "${kind}". Delete them first.`,
        {
          members: { blockers },
        },
      )
    }
    await deleteIntegration(transaction, id)
    await services.store.audit.append(transaction, organizationId, {
      actor: principal.actor,
      action: 'integration.removed',
      subject: kind,
      detail: {},
    })
  })
}

/** Where the description comes from: what operators write themselves is written action by action. */
function sourceOf(type: string, source: AuthoredSource | undefined): StoredSource {
  if (!isAuthored(type)) return toStoredSource(source)
  if (source !== undefined) throw refuseDescription()
  return { from: 'actions' }
}

function acceptDocuments(services: Services, source: AuthoredSource | undefined): readonly NamedBytes[] {
  const documents = source === undefined ? [] : documentsIn(source)
  checkSize(services, documents)
  return documents
}

interface SlotOwner {
  readonly organizationId: Principal['organizationId']
  readonly integrationId: string
  readonly type: string
}

async function applySlots(
  transaction: Transaction,
  { type, ...owner }: SlotOwner,
  slots: SlotInputs,
): Promise<void> {
  const before = await listEnvironments(transaction, owner.integrationId)
  for (const environment of environments) {
    const input = slots[environment]
    const slot = { ...owner, environment }
    if (input === null) await removeEnvironment(transaction, slot)
    if (input === null || input === undefined) continue
    const old = before.find((candidate) => candidate.environment === environment)
    const address = slotAddress(type, input.baseUrl)
    await setEnvironment(transaction, slot, address)
    const isMoved = old !== undefined && new URL(old.base_url).origin !== new URL(address).origin
    if (isMoved) await forgetCredential(transaction, slot)
    await useConnector(transaction, slot, input.authConnectorId)
  }
}

/** Throws `not_found` for a connector that the organisation does not have. */
async function useConnector(
  transaction: Transaction,
  slot: EnvironmentSlot,
  id: string | null | undefined,
): Promise<void> {
  if (id === undefined) return
  if (id !== null && (await findAuthConnector(transaction, id)) === undefined) {
    throw new PlatformError(
      'not_found',
      `There is no auth connector "${id}". List them with GET /api/v1/auth-connectors.`,
    )
  }
  await setAuthConnector(transaction, slot, id)
}

/** What a slot of a database holds instead of a base URL: the credential says where the database is. */
export const databaseAddress = 'sql:'

function slotAddress(type: string, baseUrl: string | undefined): string {
  const isDatabase = dialectOf(type) !== undefined
  if (isDatabase && baseUrl === undefined) return databaseAddress
  if (!isDatabase && baseUrl !== undefined) return withScheme(baseUrl)
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
function checkAddresses(services: Services, input: Pick<Registration, 'source' | 'environments'>): void {
  const slots = Object.values(input.environments ?? {})
  const urls = [
    ...slots.flatMap((slot) => (slot?.baseUrl === undefined ? [] : [withScheme(slot.baseUrl)])),
    ...(input.source?.url === undefined ? [] : [input.source.url]),
  ]
  for (const url of urls) {
    if (!URL.canParse(url))
      throw new PlatformError('validation_error', `"${url.slice(0, 200)}" is not an address.`)
    const verdict = checkUrl(url, services.egress.policy)
    if (verdict.verdict === 'block') throw egressBlocked(verdict.reason, verdict.host)
  }
}
