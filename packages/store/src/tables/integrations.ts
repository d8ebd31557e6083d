import {
  type EffectOverride,
  effects,
  environments,
  type OrganizationId,
  sensitivityClasses,
  type SensitivityOverride,
} from '@bindery/model'
import { z } from 'zod'
import type { PageWindow, RowPage } from '../keyset.ts'
import { CatalogIdRow, DateRow, JsonObjectRow, OrganizationIdRow } from '../rows.ts'
import { Table } from '../table.ts'
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

const integrations = new Table({
  name: 'integrations',
  row: IntegrationRow,
  json: ['source', 'sensitivity', 'effects'],
  from: `select integrations.*, (
      select coalesce(jsonb_agg(jsonb_build_object('environment', slot.environment, 'places', slot.filled_places)
        order by slot.environment), '[]')
      from integration_environments slot
      where slot.organization_id = integrations.organization_id and slot.integration_id = integrations.id
        and slot.connected_at is not null) as filled
    from integrations`,
})
const byKind = [{ column: 'kind', kind: 'text', direction: 'up' }] as const

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
export const insertIntegration = (transaction: Transaction, integration: NewIntegration): Promise<boolean> =>
  integrations.insertNew(transaction, integration)

export const findIntegration = (
  transaction: Transaction,
  kind: string,
): Promise<IntegrationRow | undefined> => integrations.find(transaction, { kind })

export const findIntegrationById = (
  transaction: Transaction,
  id: string,
): Promise<IntegrationRow | undefined> => integrations.find(transaction, { id })

export const listIntegrations = (transaction: Transaction): Promise<readonly IntegrationRow[]> =>
  integrations.list(transaction, {}, { order: byKind })

/** By kind. */
export const pageIntegrations = (
  transaction: Transaction,
  window: PageWindow,
): Promise<RowPage<IntegrationRow>> =>
  integrations.page(transaction, {}, { order: byKind, total: 'counted', window })

export interface IntegrationChange {
  readonly name?: string | undefined
  readonly description?: string | undefined
  readonly source?: object | undefined
  readonly accountLabel?: string | undefined
}

/** What is undefined stays. */
export const updateIntegration = (
  transaction: Transaction,
  id: string,
  { name, description, source, accountLabel }: IntegrationChange,
): Promise<void> => integrations.change(transaction, { id }, { name, description, source, accountLabel })

export const setScoping = (
  transaction: Transaction,
  id: string,
  { blockedObjects, blockedFields }: Readonly<Record<'blockedObjects' | 'blockedFields', readonly string[]>>,
): Promise<void> => integrations.change(transaction, { id }, { blockedObjects, blockedFields })

export const setSensitivity = (
  transaction: Transaction,
  id: string,
  sensitivity: readonly SensitivityOverride[],
): Promise<void> => integrations.change(transaction, { id }, { sensitivity })

export const setEffects = (
  transaction: Transaction,
  id: string,
  overrides: readonly EffectOverride[],
): Promise<void> => integrations.change(transaction, { id }, { effects: overrides })

export async function deleteIntegration(transaction: Transaction, id: string): Promise<void> {
  await integrations.delete(transaction, { id })
}

const rechecks = new Table({
  name: 'integrations',
  row: z.object({ id: z.string(), recheckedHash: z.string().nullable() }),
})

/** The hash of the catalog that all skills of an integration were last held to. */
export async function findRecheckedHash(transaction: Transaction, id: string): Promise<string | null> {
  return (await rechecks.find(transaction, { id }))?.recheckedHash ?? null
}

export async function setRecheckedHash(
  transaction: Transaction,
  id: string,
  recheckedHash: string,
): Promise<void> {
  await rechecks.update(transaction, { id }, { recheckedHash })
}
