import { type Environment, environments, type FilledPlace, type OrganizationId } from '@bindery/model'
import { z } from 'zod'
import { DateRow, OrganizationIdRow } from '../rows.ts'
import { Table } from '../table.ts'
import type { Transaction } from '../tenancy.ts'

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
  /** The zone of columns without one, an IANA name; null until it is declared. */
  timezone: z.string().nullable(),
  /** Calls under way at once, and waiting, at most; null for the standard of its kind. */
  callsAtOnce: z.int().nullable(),
  callsWaiting: z.int().nullable(),
})
export type EnvironmentRow = z.output<typeof EnvironmentRow>

export const slots = new Table({
  name: 'integration_environments',
  row: EnvironmentRow,
  hidden: z.object({
    organizationId: OrganizationIdRow,
    integrationId: z.string(),
    filledPlaces: z.array(z.unknown()),
    leaseHolder: z.string().nullable(),
    leaseUntil: DateRow.nullable(),
  }),
  json: ['filledPlaces'],
})
const ownedSlots = new Table({
  name: 'integration_environments',
  row: EnvironmentRow.extend({ integrationId: z.string() }),
})
const byEnvironment = [{ column: 'environment', kind: 'text', direction: 'up' }] as const

export interface EnvironmentSlot {
  readonly organizationId: OrganizationId
  readonly integrationId: string
  readonly environment: Environment
}

/** Where a slot is. */
export const at = ({ integrationId, environment }: EnvironmentSlot) => ({ integrationId, environment })

export const listEnvironments = (
  transaction: Transaction,
  integrationId: string,
): Promise<readonly EnvironmentRow[]> => slots.list(transaction, { integrationId }, { order: byEnvironment })

/** The slots of several integrations, by integration. */
export async function listAllEnvironments(
  transaction: Transaction,
  integrationIds: readonly string[],
): Promise<ReadonlyMap<string, readonly EnvironmentRow[]>> {
  const areOfThese = transaction.raw('integration_id = any(?::uuid[])', [[...integrationIds]])
  const rows = await ownedSlots.list(transaction, [{}, areOfThese], { order: byEnvironment })
  return new Map(integrationIds.map((id) => [id, rows.filter((row) => row.integrationId === id)]))
}

/** The same, which nobody can change before the transaction ends: a grant that is renewed meanwhile is not lost sight of. */
export const lockEnvironments = (
  transaction: Transaction,
  integrationId: string,
): Promise<readonly EnvironmentRow[]> =>
  slots.list(transaction, { integrationId }, { order: byEnvironment, lock: 'locked' })

export const findEnvironment = (
  transaction: Transaction,
  slot: EnvironmentSlot,
): Promise<EnvironmentRow | undefined> => slots.find(transaction, at(slot))

/** Sets the base URL of a slot, making the slot when it is empty. */
export const setEnvironment = (
  transaction: Transaction,
  { organizationId, integrationId, environment }: EnvironmentSlot,
  baseUrl: string,
): Promise<void> =>
  slots.upsert(
    transaction,
    { organizationId, integrationId, environment, baseUrl },
    { on: ['organizationId', 'integrationId', 'environment'], replace: ['baseUrl'] },
  )

/** Declares the zone of columns without one, or none. */
export async function setEnvironmentZone(
  transaction: Transaction,
  slot: EnvironmentSlot,
  timezone: string | null,
): Promise<void> {
  await slots.update(transaction, at(slot), { timezone })
}

/** Sets how many calls may be under way and waiting, or what holds for its kind. */
export async function setEnvironmentBounds(
  transaction: Transaction,
  slot: EnvironmentSlot,
  bounds: { readonly atOnce: number; readonly waiting: number } | null,
): Promise<void> {
  const callsAtOnce = bounds?.atOnce ?? null
  const callsWaiting = bounds?.waiting ?? null
  await slots.update(transaction, at(slot), { callsAtOnce, callsWaiting })
}

/** A credential that is another one now: who renews the one before finds another version and keeps nothing. */
export const changed = (transaction: Transaction) => ({
  credentialVersion: transaction.raw('gen_random_uuid()'),
  refusedAt: null,
  leaseHolder: null,
  leaseUntil: null,
})

const emptied = (transaction: Transaction) => ({
  ...changed(transaction),
  authMethod: null,
  sealed: null,
  credentialOrigin: null,
  connectedAt: null,
  filledPlaces: [],
})

/**
 * Destroys the credential of a slot. Its data key is stored with it and nowhere else, so nothing that is left can open a
 * copy of the ciphertext; who renews it at the moment finds another version and keeps nothing.
 */
export async function forgetCredential(transaction: Transaction, slot: EnvironmentSlot): Promise<void> {
  const cells = { ...emptied(transaction), reconnectRequiredAt: transaction.fn.now() }
  await slots.update(transaction, at(slot), cells)
}

/** Says which auth connector a slot uses, or none. The grant of another connector is destroyed. */
export async function setAuthConnector(
  transaction: Transaction,
  slot: EnvironmentSlot,
  connectorId: string | null,
): Promise<void> {
  const isOther = transaction.raw('auth_connector_id is distinct from ?::uuid', [connectorId])
  await slots.update(transaction, [at(slot), isOther], {
    ...emptied(transaction),
    authConnectorId: connectorId,
    reconnectRequiredAt: connectorId === null ? transaction.fn.now() : null,
  })
}

export async function removeEnvironment(transaction: Transaction, slot: EnvironmentSlot): Promise<void> {
  await slots.delete(transaction, at(slot))
}

/** True when the slot exists and now holds the credential. */
export const setCredential = (
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
): Promise<boolean> =>
  slots.update(transaction, at(slot), {
    ...changed(transaction),
    authMethod: credential.method,
    sealed: credential.sealed,
    credentialOrigin: credential.origin,
    connectedAt: transaction.fn.now(),
    filledPlaces: credential.fills,
    reconnectRequiredAt: null,
  })
