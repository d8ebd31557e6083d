import type { OrganizationId } from '@bindery/model'
import { z } from 'zod'
import { newestFirst, oldestFirst, type PageWindow, type RowPage } from '../keyset.ts'
import { DateRow, OrganizationIdRow } from '../rows.ts'
import { Table } from '../table.ts'
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

const webhooks = new Table({ name: 'webhooks', row: WebhookRow })

export const insertWebhook = (transaction: Transaction, webhook: NewWebhook): Promise<void> =>
  webhooks.insert(transaction, webhook)

export const findWebhook = (transaction: Transaction, id: string): Promise<WebhookRow | undefined> =>
  webhooks.find(transaction, { id })

export const listWebhooks = (transaction: Transaction): Promise<readonly WebhookRow[]> =>
  webhooks.list(transaction, {}, { order: oldestFirst })

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
  const disabledReason = change.isEnabled === true ? null : change.disabledReason
  await webhooks.update(transaction, { id }, { ...change, disabledReason })
}

/** The new secret signs at once; the old one signs beside it until the overlap ends. */
export async function rotateWebhookSecret(
  transaction: Transaction,
  id: string,
  { sealedSecret, overlapSeconds }: { readonly sealedSecret: string; readonly overlapSeconds: number },
): Promise<void> {
  const sealedPrevious = transaction.ref('sealed_secret')
  const previousUntil = transaction.raw('now() + make_interval(secs => ?)', [overlapSeconds])
  await webhooks.update(transaction, { id }, { sealedPrevious, sealedSecret, previousUntil })
}

export async function deleteWebhook(transaction: Transaction, id: string): Promise<void> {
  await webhooks.delete(transaction, { id })
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

const deliveries = new Table({
  name: 'webhook_deliveries',
  row: DeliveryRow,
  hidden: z.object({ leaseUntil: DateRow.nullable() }),
})

export interface NewMessage {
  readonly organizationId: OrganizationId
  readonly messageId: string
  readonly event: WebhookEvent
  /** The exact text that is signed and sent. */
  readonly body: string
}

/** Queues a message for one webhook, whatever it listens to. */
export const queueFor = (
  transaction: Transaction,
  delivery: Omit<NewMessage, 'event'> & {
    readonly id: string
    readonly webhookId: string
    readonly event: string
  },
): Promise<void> => deliveries.insert(transaction, delivery)

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
  await deliveries.update(
    transaction,
    { id },
    {
      status: outcome.status,
      lastStatus: outcome.httpStatus ?? null,
      lastError: outcome.status === 'delivered' ? null : outcome.error,
      leaseUntil: null,
      nextAttemptAt: transaction.raw('now() + make_interval(secs => ?)', [afterSeconds]),
      deliveredAt: outcome.status === 'delivered' ? transaction.fn.now() : undefined,
    },
  )
}

/** Deliveries of a webhook, newest first. */
export const pageDeliveries = (
  transaction: Transaction,
  webhookId: string,
  window: PageWindow,
): Promise<RowPage<DeliveryRow>> =>
  deliveries.page(transaction, { webhookId }, { order: newestFirst, total: 'left out', window })

/** The delivery again, from its first attempt on, with the same message id. False when there is none. */
export const resendDelivery = (transaction: Transaction, webhookId: string, id: string): Promise<boolean> =>
  deliveries.update(
    transaction,
    { webhookId, id },
    { status: 'pending', attempts: 0, nextAttemptAt: transaction.fn.now(), leaseUntil: null },
  )
