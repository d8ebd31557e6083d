import {
  type EffectOverride,
  effects,
  type Environment,
  environments,
  type FilledPlace,
  type OrganizationId,
  sensitivityClasses,
  type SensitivityOverride,
} from '@bindery/model'
import { z } from 'zod'
import {
  CatalogIdRow,
  DateRow,
  hasRow,
  JsonObjectRow,
  OrganizationIdRow,
  parseFirstRow,
  parseRows,
  toJsonb,
} from '../rows.ts'
import { type PageWindow, readPage, type RowPage } from '../keyset.ts'
import type { Transaction } from '../tenancy.ts'

/** Classes that an operator set. */
const SensitivityOverrideRow = z.discriminatedUnion('on', [
  z.object({
    on: z.literal('field'),
    object: z.string(),
    field: z.string(),
    sensitivity: z.enum(sensitivityClasses),
    reason: z.string().optional(),
  }),
  z.object({
    on: z.literal('argument'),
    operation: z.string(),
    argument: z.string(),
    sensitivity: z.enum(sensitivityClasses),
    reason: z.string().optional(),
  }),
])

/** Effects that an operator said. */
const EffectOverrideRow = z.object({
  operation: z.string(),
  effect: z.enum(effects),
  concluded: z.enum(effects).optional(),
  reason: z.string().optional(),
})

const FilledRow = z.object({
  environment: z.enum(environments),
  places: z.array(z.object({ place: z.enum(['header', 'query', 'body']), name: z.string() })),
})

const integrationColumns = `integrations.*, (
  select coalesce(jsonb_agg(jsonb_build_object('environment', slot.environment, 'places', slot.filled_places)
    order by slot.environment), '[]')
  from integration_environments slot
  where slot.integration_id = integrations.id and slot.connected_at is not null) as filled`

export const IntegrationRow = z.object({
  organizationId: OrganizationIdRow,
  id: z.string(),
  kind: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  type: z.string(),
  /** The pack that it was registered from. */
  pack: z.string().nullable(),
  source: JsonObjectRow,
  accountLabel: z.string().nullable(),
  blockedObjects: z.array(z.string()),
  blockedFields: z.array(z.string()),
  sensitivity: z.array(SensitivityOverrideRow),
  effects: z.array(EffectOverrideRow),
  /** What the credentials of its connected environments fill of a request, by name. */
  filled: z.array(FilledRow),
  catalogId: CatalogIdRow.nullable(),
  lastDiscoveredAt: DateRow.nullable(),
  revision: z.int(),
  createdAt: DateRow,
  updatedAt: DateRow,
})
export type IntegrationRow = z.output<typeof IntegrationRow>

export const EnvironmentRow = z.object({
  environment: z.enum(environments),
  baseUrl: z.string(),
  authMethod: z.string().nullable(),
  sealed: z.string().nullable(),
  /** The origin that what is sealed was given for: it goes to no other one. None for a database. */
  credentialOrigin: z.string().nullable(),
  connectedAt: DateRow.nullable(),
  authConnectorId: z.string().nullable(),
  /** Another one after every change of the credential. */
  credentialVersion: z.string(),
  /** Set when the provider took its grant back, or somebody took the credential away: a call must not go out without. */
  reconnectRequiredAt: DateRow.nullable(),
  /** Since when the provider refuses the credential, which it took before. */
  refusedAt: DateRow.nullable(),
})
export type EnvironmentRow = z.output<typeof EnvironmentRow>

const environmentColumns =
  'environment, base_url, auth_method, sealed, credential_origin, connected_at, auth_connector_id, credential_version, reconnect_required_at, refused_at'

export interface NewIntegration {
  readonly organizationId: OrganizationId
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly description: string | undefined
  readonly type: string
  readonly pack?: string | undefined
  readonly source: object
}

/** False when the organisation has an integration of that kind already. */
export async function insertIntegration(
  transaction: Transaction,
  integration: NewIntegration,
): Promise<boolean> {
  const result: unknown = await transaction.raw(
    `insert into integrations (organization_id, id, kind, name, description, type, pack, source)
     values (?, ?, ?, ?, ?, ?, ?, ?::jsonb) on conflict do nothing returning id`,
    [
      integration.organizationId,
      integration.id,
      integration.kind,
      integration.name,
      integration.description ?? null,
      integration.type,
      integration.pack ?? null,
      toJsonb(integration.source),
    ],
  )
  return hasRow(result)
}

export async function findIntegration(
  transaction: Transaction,
  kind: string,
): Promise<IntegrationRow | undefined> {
  return parseFirstRow(
    IntegrationRow,
    await transaction.raw(`select ${integrationColumns} from integrations where kind = ?`, [kind]),
  )
}

export async function findIntegrationById(
  transaction: Transaction,
  id: string,
): Promise<IntegrationRow | undefined> {
  return parseFirstRow(
    IntegrationRow,
    await transaction.raw(`select ${integrationColumns} from integrations where id = ?`, [id]),
  )
}

/** By kind. */
export function pageIntegrations(
  transaction: Transaction,
  window: PageWindow,
): Promise<RowPage<IntegrationRow>> {
  const rows = transaction.raw(`select ${integrationColumns} from integrations`)
  const order = [{ column: 'kind', kind: 'text', direction: 'up' }] as const
  return readPage(
    transaction,
    { rows, parse: (row) => IntegrationRow.parse(row), order, total: 'counted' },
    window,
  )
}

export async function listIntegrations(transaction: Transaction): Promise<readonly IntegrationRow[]> {
  return parseRows(
    IntegrationRow,
    await transaction.raw(`select ${integrationColumns} from integrations order by kind`),
  )
}

export interface IntegrationChange {
  readonly name?: string | undefined
  readonly description?: string | undefined
  readonly source?: object | undefined
  readonly accountLabel?: string | undefined
}

export async function updateIntegration(
  transaction: Transaction,
  id: string,
  change: IntegrationChange,
): Promise<void> {
  await transaction.raw(
    `update integrations set name = coalesce(?, name), description = coalesce(?, description),
       source = coalesce(?::jsonb, source), account_label = coalesce(?, account_label),
       revision = revision + 1, updated_at = now() where id = ?`,
    [
      change.name ?? null,
      change.description ?? null,
      change.source === undefined ? null : toJsonb(change.source),
      change.accountLabel ?? null,
      id,
    ],
  )
}

export async function setScoping(
  transaction: Transaction,
  id: string,
  scoping: { readonly blockedObjects: readonly string[]; readonly blockedFields: readonly string[] },
): Promise<void> {
  await transaction.raw(
    `update integrations set blocked_objects = ?, blocked_fields = ?, revision = revision + 1, updated_at = now()
     where id = ?`,
    [[...scoping.blockedObjects], [...scoping.blockedFields], id],
  )
}

export async function setSensitivity(
  transaction: Transaction,
  id: string,
  overrides: readonly SensitivityOverride[],
): Promise<void> {
  await transaction.raw(
    'update integrations set sensitivity = ?::jsonb, revision = revision + 1, updated_at = now() where id = ?',
    [toJsonb(overrides), id],
  )
}

export async function setEffects(
  transaction: Transaction,
  id: string,
  overrides: readonly EffectOverride[],
): Promise<void> {
  await transaction.raw(
    'update integrations set effects = ?::jsonb, revision = revision + 1, updated_at = now() where id = ?',
    [toJsonb(overrides), id],
  )
}

export async function deleteIntegration(transaction: Transaction, id: string): Promise<void> {
  await transaction.raw('delete from integrations where id = ?', [id])
}

export async function listEnvironments(
  transaction: Transaction,
  integrationId: string,
): Promise<readonly EnvironmentRow[]> {
  const result: unknown = await transaction.raw(
    `select ${environmentColumns} from integration_environments where integration_id = ? order by environment`,
    [integrationId],
  )
  return parseRows(EnvironmentRow, result)
}

/** The same, which nobody can change before the transaction ends: a grant that is renewed meanwhile is not lost sight of. */
export async function lockEnvironments(
  transaction: Transaction,
  integrationId: string,
): Promise<readonly EnvironmentRow[]> {
  const result: unknown = await transaction.raw(
    `select ${environmentColumns} from integration_environments where integration_id = ? order by environment for update`,
    [integrationId],
  )
  return parseRows(EnvironmentRow, result)
}

export async function findEnvironment(
  transaction: Transaction,
  slot: EnvironmentSlot,
): Promise<EnvironmentRow | undefined> {
  const result: unknown = await transaction.raw(
    `select ${environmentColumns} from integration_environments where integration_id = ? and environment = ?`,
    [slot.integrationId, slot.environment],
  )
  return parseFirstRow(EnvironmentRow, result)
}

const changedCredential =
  'credential_version = gen_random_uuid(), refused_at = null, lease_holder = null, lease_until = null'

export interface EnvironmentSlot {
  readonly organizationId: OrganizationId
  readonly integrationId: string
  readonly environment: Environment
}

/** Sets the base URL of a slot, making the slot when it is empty. */
export async function setEnvironment(
  transaction: Transaction,
  slot: EnvironmentSlot,
  baseUrl: string,
): Promise<void> {
  await transaction.raw(
    `insert into integration_environments (organization_id, integration_id, environment, base_url)
     values (?, ?, ?, ?)
     on conflict (organization_id, integration_id, environment) do update set base_url = excluded.base_url`,
    [slot.organizationId, slot.integrationId, slot.environment, baseUrl],
  )
}

/**
 * Destroys the credential of a slot. Its data key is stored with it and nowhere else, so nothing that is left can open a
 * copy of the ciphertext; who renews it at the moment finds another version and keeps nothing.
 */
export async function forgetCredential(transaction: Transaction, slot: EnvironmentSlot): Promise<void> {
  await transaction.raw(
    `update integration_environments set auth_method = null, sealed = null, credential_origin = null, connected_at = null,
       filled_places = '[]', ${changedCredential}, reconnect_required_at = now() where integration_id = ? and environment = ?`,
    [slot.integrationId, slot.environment],
  )
}

/** Says which auth connector a slot uses, or none. The grant of another connector is destroyed. */
export async function setAuthConnector(
  transaction: Transaction,
  slot: EnvironmentSlot,
  connectorId: string | null,
): Promise<void> {
  await transaction.raw(
    `update integration_environments set auth_connector_id = ?::uuid, auth_method = null, sealed = null,
       credential_origin = null, connected_at = null, filled_places = '[]', ${changedCredential},
       reconnect_required_at = case when ?::uuid is null then now() end
     where integration_id = ? and environment = ? and auth_connector_id is distinct from ?::uuid`,
    [connectorId, connectorId, slot.integrationId, slot.environment, connectorId],
  )
}

export async function removeEnvironment(transaction: Transaction, slot: EnvironmentSlot): Promise<void> {
  await transaction.raw('delete from integration_environments where integration_id = ? and environment = ?', [
    slot.integrationId,
    slot.environment,
  ])
}

/** True when the slot exists and now holds the credential. */
export async function setCredential(
  transaction: Transaction,
  slot: EnvironmentSlot,
  credential: {
    readonly method: string
    readonly sealed: string
    /** The origin that it was given for; none for a database. */
    readonly origin: string | null
    /** What it fills of every request, by name. */
    readonly fills: readonly FilledPlace[]
  },
): Promise<boolean> {
  const result: unknown = await transaction.raw(
    `update integration_environments set auth_method = ?, sealed = ?, credential_origin = ?, connected_at = now(),
       filled_places = ?::jsonb, reconnect_required_at = null, ${changedCredential}
     where integration_id = ? and environment = ? returning environment`,
    [
      credential.method,
      credential.sealed,
      credential.origin,
      toJsonb(credential.fills),
      slot.integrationId,
      slot.environment,
    ],
  )
  return hasRow(result)
}
