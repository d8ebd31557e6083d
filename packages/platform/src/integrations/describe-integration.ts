import {
  type EnvironmentRow,
  type IntegrationFacts,
  type IntegrationRow,
  listAllEnvironments,
  listIntegrationFacts,
  type Transaction,
} from '@bindery/store'
import { environments } from '@bindery/model'
import { z } from 'zod'
import { boundsOf } from './call-bounds.ts'
import { optionalTimestamp, timestamp } from '../kernel/shapes.ts'
import type { Needs } from '../kernel/needs.ts'
import type { IntegrationWithSlots } from '../kernel/find-integration.ts'
import { findExpiry } from '../credentials/credential-expiry.ts'
import { countVisible, type VisibleCounts } from './count-visible.ts'
import { integrationTypeOf } from './integration-types.ts'
import type { Principal } from '../kernel/principal.ts'
import { isToldOf } from '../kernel/environment-rule.ts'

const Status = z
  .enum(['connected', 'credential_refused', 'disconnected', 'reconnect_required'])
  .describe(
    '`credential_refused`: the provider refuses a credential that it took before; a good connect, renewal or call ends it',
  )

const Slot = z.object({
  baseUrl: z.string(),
  authMethod: z.string().nullable(),
  connected: z.boolean(),
  connectedAt: optionalTimestamp,
  status: Status,
  authConnectorId: z.string().nullable(),
  timezone: z
    .string()
    .nullable()
    .describe(
      'In which columns of a database, and moments in answers of other providers, are that have no time zone; null where that is not declared here',
    ),
  calls: z
    .object({ atOnce: z.int(), waiting: z.int(), isStandard: z.boolean() })
    .describe('How many calls may be under way at once in a process, and how many may wait for those'),
})

const JobView = z.object({ jobId: z.string(), environment: z.enum(environments) })

const Counts = z
  .object({
    objects: z.int(),
    operations: z.int(),
    bindable: z.int(),
    limited: z.int(),
    quarantined: z.int(),
    skills: z.int(),
  })
  .describe('As many as the lists have, without what scoping blocks')

/** An integration as the API shows it: never a credential, only whether there is one and of which method. */
export const IntegrationView = z
  .object({
    kind: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    type: z.string(),
    pack: z.string().nullable(),
    status: Status,
    accountLabel: z.string().nullable(),
    environments: z.partialRecord(z.enum(environments), Slot),
    source: z.object({ from: z.string(), url: z.string().optional() }),
    lastDiscoveredAt: optionalTimestamp,
    catalogHash: z.string().nullable(),
    counts: Counts,
    openDrift: z.int().describe('Skills that the provider has drifted away from, which wait for a decision'),
    runningJob: JobView.extend({ status: z.enum(['queued', 'running']) })
      .nullable()
      .describe('The discovery that is under way'),
    lastError: JobView.extend({ code: z.string(), message: z.string(), at: timestamp })
      .nullable()
      .describe('Why the last discovery failed; null after one that did not'),
    credentialExpiresAt: optionalTimestamp.describe('When the first credential ends that nothing renews'),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'Integration' })
export type IntegrationView = z.input<typeof IntegrationView>

/** Integrations in their order, with the slots that a key is told of. Two queries, however many there are. */
export async function describeIntegrations(
  { store }: Needs<'store'>,
  transaction: Transaction,
  { principal, integrations }: Described,
): Promise<IntegrationView[]> {
  const integrationIds = integrations.map(({ id }) => id)
  const { environment } = principal
  const slots = await listAllEnvironments(transaction, integrationIds)
  const found = await listIntegrationFacts(transaction, { integrationIds, environment })
  const facts = new Map(found.map((each) => [each.integrationId, each]))
  const views: IntegrationView[] = []
  for (const integration of integrations) {
    const { organizationId, id: integrationId } = integration
    const told = (slots.get(integrationId) ?? []).filter((slot) => isToldOf(principal, slot))
    const about = facts.get(integrationId)
    const visible = await countVisible(transaction, integration, about?.catalogSummary ?? null)
    views.push({
      ...describeSelf(integration, told),
      ...describeFacts(about, visible),
      credentialExpiresAt: findExpiry(store, { organizationId, integrationId, slots: told }) ?? null,
    })
  }
  return views
}

export interface Described {
  readonly principal: Principal
  readonly integrations: readonly IntegrationRow[]
}

type Facts = 'catalogHash' | 'counts' | 'openDrift' | 'runningJob' | 'lastError'
type Self = Omit<IntegrationView, Facts | 'credentialExpiresAt'>

const Failure = z.object({ code: z.string(), detail: z.string() })

function describeFacts(
  facts: IntegrationFacts | undefined,
  visible: VisibleCounts,
): Pick<IntegrationView, Facts> {
  const failed = facts?.failedJob ?? undefined
  const failure = Failure.safeParse(failed?.outcome)
  return {
    catalogHash: facts?.catalogHash ?? null,
    counts: { ...visible, skills: facts?.skillCount ?? 0 },
    openDrift: facts?.openDrift ?? 0,
    runningJob: facts?.runningJob ?? null,
    lastError:
      failed === undefined || !failure.success
        ? null
        : {
            jobId: failed.jobId,
            environment: failed.environment,
            code: failure.data.code,
            message: failure.data.detail,
            at: failed.at,
          },
  }
}

function describeSelf(integration: IntegrationRow, slots: readonly EnvironmentRow[]): Self {
  return {
    kind: integration.kind,
    name: integration.name,
    description: integration.description,
    type: integrationTypeOf(integration.type),
    pack: integration.pack,
    status: statusOf(slots),
    accountLabel: integration.accountLabel,
    environments: Object.fromEntries(
      slots.map((slot) => [slot.environment, toSlotView(integration.type, slot)]),
    ),
    source: z.object({ from: z.string(), url: z.string().optional() }).parse(integration.source),
    lastDiscoveredAt: integration.lastDiscoveredAt,
    createdAt: integration.createdAt,
    updatedAt: integration.updatedAt,
  }
}

const toSlotView = (type: string, slot: EnvironmentRow): z.input<typeof Slot> => ({
  baseUrl: slot.baseUrl,
  authMethod: slot.authMethod,
  connected: slot.connectedAt !== null,
  connectedAt: slot.connectedAt,
  status: slotStatus(slot),
  authConnectorId: slot.authConnectorId,
  timezone: slot.timezone,
  calls: { ...boundsOf(type, slot), isStandard: slot.callsAtOnce === null },
})

/** One integration, in a transaction of its own. */
export async function viewIntegration(
  services: Needs<'store'>,
  principal: Principal,
  { integration }: Pick<IntegrationWithSlots, 'integration'>,
): Promise<IntegrationView> {
  const [view] = await services.store.run(principal.organizationId, (transaction) =>
    describeIntegrations(services, transaction, { principal, integrations: [integration] }),
  )
  if (view === undefined) throw new Error('One integration has one view.')
  return view
}

function slotStatus(slot: EnvironmentRow): z.output<typeof Status> {
  if (slot.connectedAt === null) return 'disconnected'
  if (slot.reconnectRequiredAt !== null) return 'reconnect_required'
  return slot.refusedAt === null ? 'connected' : 'credential_refused'
}

/** One environment that needs a person is what must be seen first. */
function statusOf(slots: readonly EnvironmentRow[]) {
  const statuses = slots.map(slotStatus)
  if (statuses.includes('reconnect_required')) return 'reconnect_required'
  if (statuses.includes('credential_refused')) return 'credential_refused'
  return statuses.includes('connected') ? 'connected' : 'disconnected'
}
