import { remedy } from '../kernel/remedies.ts'
import { nowhere, parseCredentials } from '@bindery/connection'
import {
  type Environment,
  environments,
  type JsonObject,
  type OrganizationId,
  PlatformError,
} from '@bindery/model'
import {
  type AuthConnectorRow,
  type ConnectorEnvironmentRow,
  deleteAuthConnector,
  findAuthConnector,
  findSecret,
  insertAuthConnector,
  listConnectorEnvironments,
  listConnectorUses,
  lockAuthConnector,
  removeConnectorEnvironment,
  renameAuthConnector,
  setConnectorEnvironment,
  type Transaction,
} from '@bindery/store'
import type { Principal } from '../kernel/principal.ts'
import {
  type AllowedOrigins,
  loadOriginsById,
  replaceConnectorOrigins,
  type ShownOrigins,
} from './allowed-origins.ts'
import { openReferences } from './connector-values.ts'
import { connectorPlace } from './places.ts'
import { openValues, sealValues } from './sealed-values.ts'
import { newId } from '../kernel/ids.ts'
import { checkEndpoints } from './check-endpoints.ts'
import type { Needs } from '../kernel/needs.ts'
import { type ConnectorMembers, mergeMembers, requireMethod } from './connector-members.ts'

export interface ConnectorUse {
  readonly kind: string
  readonly environment: Environment
}

/** A connector with what may be shown of it. */
export interface FoundConnector {
  readonly row: AuthConnectorRow
  readonly slots: readonly ConnectorEnvironmentRow[]
  readonly uses: readonly ConnectorUse[]
  readonly allowedOrigins: ShownOrigins
}

export type ConnectorSlots = Partial<Record<Environment, JsonObject | null | undefined>>

export interface NewConnector {
  readonly name: string
  readonly type: string
  readonly environments: ConnectorSlots
  readonly allowedOrigins: AllowedOrigins
}

/** Throws `duplicate_name`, `validation_error` with every problem of a credential, `not_found` for a secret. */
export async function createConnector(
  services: Needs<'egress' | 'store'>,
  principal: Principal,
  input: NewConnector,
): Promise<FoundConnector> {
  const { organizationId } = principal
  const { name, type } = input
  requireMethod(type)
  const id = newId()
  return services.store.run(organizationId, async (transaction) => {
    if (!(await insertAuthConnector(transaction, { organizationId, id, name, type }))) throw nameTaken(name)
    await applySlots(services, transaction, { organizationId, id, type, slots: input.environments })
    await replaceConnectorOrigins(services, transaction, {
      principal,
      connectorId: id,
      lists: input.allowedOrigins,
    })
    await services.store.audit.append(transaction, organizationId, {
      actor: principal.actor,
      action: 'auth_connector.created',
      subject: id,
      detail: { name, type },
    })
    return loadConnector(transaction, id)
  })
}

export interface ConnectorEdit {
  readonly id: string
  readonly name: string | undefined
  readonly environments: ConnectorSlots
  /** In the place of what is allowed in the environments that are named. */
  readonly allowedOrigins: AllowedOrigins
}

/** Edits what is given; an environment set to null is emptied. Throws what creating throws. */
export async function editConnector(
  services: Needs<'egress' | 'store'>,
  principal: Principal,
  edit: ConnectorEdit,
): Promise<FoundConnector> {
  const { organizationId } = principal
  return services.store.run(organizationId, async (transaction) => {
    const { id, type } = requireRow(await lockAuthConnector(transaction, edit.id), edit.id)
    if (!(await renameAuthConnector(transaction, id, edit.name))) throw nameTaken(edit.name ?? '')
    await applySlots(services, transaction, { organizationId, id, type, slots: edit.environments })
    await replaceConnectorOrigins(services, transaction, {
      principal,
      connectorId: id,
      lists: edit.allowedOrigins,
    })
    await services.store.audit.append(transaction, organizationId, {
      actor: principal.actor,
      action: 'auth_connector.changed',
      subject: id,
      detail: { environments: Object.keys(edit.environments) },
    })
    return loadConnector(transaction, id)
  })
}

/** Destroys what it holds. Throws `not_found`, and `integration_in_use` naming the slots that use it. */
export async function removeConnector(
  services: Needs<'store'>,
  principal: Principal,
  id: string,
): Promise<void> {
  const { organizationId } = principal
  await services.store.run(organizationId, async (transaction) => {
    const row = requireRow(await lockAuthConnector(transaction, id), id)
    const uses = await listConnectorUses(transaction, [row.id])
    if (uses.length > 0) {
      const message = `${uses.length} environments of integrations use "${row.name}". Give them another connector first.`
      const blockers = uses.map(({ kind, environment }) => ({ kind, environment }))
      throw new PlatformError('integration_in_use', message, { members: { blockers } })
    }
    await deleteAuthConnector(transaction, row.id)
    await services.store.audit.append(transaction, organizationId, {
      actor: principal.actor,
      action: 'auth_connector.deleted',
      subject: id,
      detail: { name: row.name },
    })
  })
}

/** Throws `not_found`. */
export async function loadConnector(transaction: Transaction, id: string): Promise<FoundConnector> {
  const row = requireRow(await findAuthConnector(transaction, id), id)
  return (await loadConnectorParts(transaction, [row]))(row)
}

/** What may be shown of any number of connectors, in as many statements as for one. */
export async function loadConnectorParts(
  transaction: Transaction,
  rows: readonly AuthConnectorRow[],
): Promise<(row: AuthConnectorRow) => FoundConnector> {
  const ids = rows.map(({ id }) => id)
  const slots = await listConnectorEnvironments(transaction, ids)
  const uses = await listConnectorUses(transaction, ids)
  const originsOf = await loadOriginsById(transaction, 'auth_connector', ids)
  return (row) => ({
    row,
    slots: slots.filter(({ connectorId }) => connectorId === row.id),
    uses: uses.filter(({ connectorId }) => connectorId === row.id),
    allowedOrigins: originsOf(row.id),
  })
}

interface Applying {
  readonly organizationId: OrganizationId
  readonly id: string
  readonly type: string
  readonly slots: ConnectorSlots
}

async function applySlots(
  services: Needs<'egress' | 'store'>,
  transaction: Transaction,
  applying: Applying,
): Promise<void> {
  const { organizationId, id, type } = applying
  const rows = await listConnectorEnvironments(transaction, [id])
  for (const environment of environments) {
    const given = applying.slots[environment]
    if (given === undefined) continue
    if (given === null) {
      await removeConnectorEnvironment(transaction, id, environment)
      continue
    }
    const place = connectorPlace(organizationId, { connectorId: id, environment })
    const row = rows.find((candidate) => candidate.environment === environment)
    const before: ConnectorMembers = {
      settings: row?.settings ?? {},
      values: openValues(services.store, row?.sealed ?? null, place),
      references: row?.references ?? {},
    }
    const members = mergeMembers(requireMethod(type), before, given)
    await checkMembers(services, transaction, { organizationId, type, environment, members })
    const { settings, values, references } = members
    await setConnectorEnvironment(transaction, {
      organizationId,
      connectorId: id,
      environment,
      settings,
      given: Object.keys(values),
      sealed: Object.keys(values).length === 0 ? undefined : sealValues(services.store, values, place),
      references,
    })
  }
}

interface Checking {
  readonly organizationId: OrganizationId
  readonly type: string
  readonly environment: Environment
  readonly members: ConnectorMembers
}

/** A connector is checked whole, with the secrets that it refers to, so that a call never finds it wanting. */
async function checkMembers(
  services: Needs<'egress' | 'store'>,
  transaction: Transaction,
  checking: Checking,
): Promise<void> {
  const { organizationId, type, environment, members } = checking
  for (const id of Object.values(members.references)) {
    if ((await findSecret(transaction, id)) !== undefined) continue
    throw new PlatformError('not_found', `There is no secret "${id}".`, remedy('list_secrets'))
  }
  const secrets = await openReferences(services, transaction, { organizationId, slot: members })
  const parsed = parseCredentials(type, { ...members.settings, ...members.values, ...secrets }, nowhere)
  if (parsed.ok) {
    checkEndpoints(services, parsed.value)
    return
  }
  const issues = parsed.failure.map((issue) => ({
    ...issue,
    path: ['environments', environment, ...issue.path],
  }))
  throw new PlatformError('validation_error', `The ${environment} credential does not fit "${type}".`, {
    issues,
  })
}

function requireRow(row: AuthConnectorRow | undefined, id: string): AuthConnectorRow {
  if (row !== undefined) return row
  throw new PlatformError('not_found', `There is no auth connector "${id}".`, remedy('list_auth_connectors'))
}

function nameTaken(name: string): PlatformError {
  return new PlatformError('duplicate_name', `There is an auth connector "${name}" already.`)
}
