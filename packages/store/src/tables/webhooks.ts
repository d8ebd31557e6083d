import type { OrganizationId } from '@bindery/model'
import { z } from 'zod'
import { DateRow, hasRow, OrganizationIdRow, parseFirstRow, parseRows } from '../rows.ts'
import { newestFirst, type PageWindow, readPage, type RowPage } from '../keyset.ts'
import type { Transaction } from '../tenancy.ts'

export const webhookEvents = [
  'skill.executed',
  'skill.failed',
  'confirmation.requested',
  'schema.drifted',
  'agent.published',
] as const
export type WebhookEvent = (typeof webhookEvents)[number]

export const deliveryStatuses = ['pending', 'delivered', 'failed'] as const

export const WebhookRow = z.object({
  organizationId: OrganizationIdRow,
  id: z.string(),
  url: z.string(),
  description: z.string().nullable(),
  events: z.array(z.enum(webhookEvents)),
  isEnabled: z.boolean(),
  disabledReason: z.string().nullable(),
  sealedSecret: z.string(),
  sealedPrevious: z.string().nullable(),
  previousUntil: DateRow.nullable(),
  createdAt: DateRow,
})
export type WebhookRow = z.output<typeof WebhookRow>

export interface NewWebhook {
  readonly organizationId: OrganizationId
  readonly id: string
  readonly url: string
  readonly description: string | undefined
  readonly events: readonly WebhookEvent[]
  readonly sealedSecret: string
}

export async function insertWebhook(transaction: Transaction, webhook: NewWebhook): Promise<void> {
  await transaction.raw(
    `insert into webhooks (organization_id, id, url, description, events, sealed_secret)
     values (?, ?, ?, ?, ?, ?)`,
    [
      webhook.organizationId,
      webhook.id,
      webhook.url,
      webhook.description ?? null,
      [...webhook.events],
      webhook.sealedSecret,
    ],
  )
}

export async function findWebhook(transaction: Transaction, id: string): Promise<WebhookRow | undefined> {
  return parseFirstRow(WebhookRow, await transaction.raw('select * from webhooks where id = ?', [id]))
}

export async function listWebhooks(transaction: Transaction): Promise<readonly WebhookRow[]> {
  return parseRows(WebhookRow, await transaction.raw('select * from webhooks order by created_at, id'))
}

export interface WebhookChange {
  readonly url?: string | undefined
  readonly description?: string | undefined
  readonly events?: readonly WebhookEvent[] | undefined
  readonly isEnabled?: boolean | undefined
  readonly disabledReason?: string | undefined
}

/** Changes what is given; enabling forgets why it was disabled. */
export async function updateWebhook(
  transaction: Transaction,
  id: string,
  change: WebhookChange,
): Promise<void> {
  await transaction.raw(
    `update webhooks set url = coalesce(?, url), description = coalesce(?, description),
       events = coalesce(?, events), is_enabled = coalesce(?, is_enabled),
       disabled_reason = case when ?::boolean then null else coalesce(?, disabled_reason) end where id = ?`,
    [
      change.url ?? null,
      change.description ?? null,
      change.events === undefined ? null : [...change.events],
      change.isEnabled ?? null,
      change.isEnabled ?? false,
      change.disabledReason ?? null,
      id,
    ],
  )
}

/** The new secret signs at once; the old one signs beside it until the overlap ends. */
export async function rotateWebhookSecret(
  transaction: Transaction,
  id: string,
  rotation: { readonly sealedSecret: string; readonly overlapSeconds: number },
): Promise<void> {
  await transaction.raw(
    `update webhooks set sealed_previous = sealed_secret, sealed_secret = ?,
       previous_until = now() + make_interval(secs => ?) where id = ?`,
    [rotation.sealedSecret, rotation.overlapSeconds, id],
  )
}

export async function deleteWebhook(transaction: Transaction, id: string): Promise<void> {
  await transaction.raw('delete from webhooks where id = ?', [id])
}

export const DeliveryRow = z.object({
  organizationId: OrganizationIdRow,
  id: z.string(),
  webhookId: z.string(),
  messageId: z.string(),
  event: z.string(),
  body: z.string(),
  status: z.enum(deliveryStatuses),
  attempts: z.int(),
  nextAttemptAt: DateRow,
  lastStatus: z.int().nullable(),
  lastError: z.string().nullable(),
  createdAt: DateRow,
  deliveredAt: DateRow.nullable(),
})
export type DeliveryRow = z.output<typeof DeliveryRow>

export interface NewMessage {
  readonly organizationId: OrganizationId
  readonly messageId: string
  readonly event: WebhookEvent
  /** The exact text that is signed and sent. */
  readonly body: string
}

/** Queues a message for every webhook that listens to its event, in the transaction of what it tells about. */
export async function queueMessage(transaction: Transaction, message: NewMessage): Promise<void> {
  await transaction.raw(
    `insert into webhook_deliveries (organization_id, id, webhook_id, message_id, event, body)
     select organization_id, gen_random_uuid(), id, ?, ?, ? from webhooks
     where organization_id = ? and is_enabled and ? = any(events)`,
    [message.messageId, message.event, message.body, message.organizationId, message.event],
  )
}

/** Queues a message for one webhook, whatever it listens to; gives the delivery's id. */
export async function queueFor(
  transaction: Transaction,
  delivery: Omit<NewMessage, 'event'> & {
    readonly id: string
    readonly webhookId: string
    readonly event: string
  },
): Promise<void> {
  await transaction.raw(
    `insert into webhook_deliveries (organization_id, id, webhook_id, message_id, event, body)
     values (?, ?, ?, ?, ?, ?)`,
    [
      delivery.organizationId,
      delivery.id,
      delivery.webhookId,
      delivery.messageId,
      delivery.event,
      delivery.body,
    ],
  )
}

/** How long a worker may take for one delivery before another one takes it, in seconds. */
const leaseSeconds = 60

/** Takes deliveries that are due, oldest first. Runs as the platform; each goes to one worker at a time. */
export async function claimDeliveries(
  transaction: Transaction,
  most: number,
): Promise<readonly DeliveryRow[]> {
  const result: unknown = await transaction.raw(
    `update webhook_deliveries set attempts = attempts + 1, lease_until = now() + make_interval(secs => ?)
     where (organization_id, id) in (
       select organization_id, id from webhook_deliveries
       where status = 'pending' and next_attempt_at <= now() and (lease_until is null or lease_until < now())
       order by next_attempt_at limit ? for update skip locked)
     returning *`,
    [leaseSeconds, most],
  )
  return parseRows(DeliveryRow, result)
}

export type DeliveryOutcome =
  | { readonly status: 'delivered'; readonly httpStatus: number }
  | { readonly status: 'failed'; readonly httpStatus: number | undefined; readonly error: string }
  /** Again, after this many seconds. */
  | {
      readonly status: 'pending'
      readonly httpStatus: number | undefined
      readonly error: string
      readonly afterSeconds: number
    }

export async function settleDelivery(
  transaction: Transaction,
  id: string,
  outcome: DeliveryOutcome,
): Promise<void> {
  const afterSeconds = outcome.status === 'pending' ? outcome.afterSeconds : 0
  await transaction.raw(
    `update webhook_deliveries set status = ?, last_status = ?, last_error = ?, lease_until = null,
       next_attempt_at = now() + make_interval(secs => ?),
       delivered_at = case when ? then now() else delivered_at end
     where id = ?`,
    [
      outcome.status,
      outcome.httpStatus ?? null,
      outcome.status === 'delivered' ? null : outcome.error,
      afterSeconds,
      outcome.status === 'delivered',
      id,
    ],
  )
}

/** Deliveries of a webhook, newest first. */
export function listDeliveries(
  transaction: Transaction,
  webhookId: string,
  window: PageWindow,
): Promise<RowPage<DeliveryRow>> {
  const rows = transaction.raw('select * from webhook_deliveries where webhook_id = ?', [webhookId])
  return readPage(
    transaction,
    { rows, parse: (row) => DeliveryRow.parse(row), order: newestFirst, total: 'left out' },
    window,
  )
}

/** The delivery again, from its first attempt on, with the same message id. False when there is none. */
export async function resendDelivery(
  transaction: Transaction,
  webhookId: string,
  id: string,
): Promise<boolean> {
  const result: unknown = await transaction.raw(
    `update webhook_deliveries set status = 'pending', attempts = 0, next_attempt_at = now(), lease_until = null
     where webhook_id = ? and id = ? returning id`,
    [webhookId, id],
  )
  return hasRow(result)
}

/** Forgets deliveries that ended more than this many days ago. */
export async function dropOldDeliveries(transaction: Transaction, days: number): Promise<void> {
  await transaction.raw(
    `delete from webhook_deliveries where status <> 'pending' and created_at < now() - make_interval(days => ?)`,
    [days],
  )
}
