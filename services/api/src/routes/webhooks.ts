import {
  deliveryStatuses,
  type DeliveryRow,
  listDeliveries,
  listWebhooks,
  webhookEvents,
  type WebhookRow,
} from '@bindery/store'
import { z } from 'zod'
import { type Route, route } from '../http/route.ts'
import type { Services } from '../services.ts'
import {
  changeWebhook,
  createWebhook,
  removeWebhook,
  requireWebhook,
  resendMessage,
  rotateSecret,
  testWebhook,
} from '../webhooks/manage-webhooks.ts'
import { offsetOf, toPage } from './page.ts'
import { optionalTimestamp, PageQuery, timestamp } from './shapes.ts'

const tag = 'Webhooks'
const WebhookParams = z.object({ webhookId: z.string().max(64) })
const events = z.array(z.enum(webhookEvents)).min(1).max(webhookEvents.length)
const url = z.url({ protocol: /^https?$/ }).max(2_000)

const WebhookView = z
  .object({
    id: z.string(),
    url: z.string(),
    description: z.string().nullable(),
    events: z.array(z.enum(webhookEvents)),
    isEnabled: z.boolean(),
    disabledReason: z.string().nullable(),
    createdAt: timestamp,
  })
  .meta({ id: 'Webhook' })

const RevealedView = WebhookView.extend({
  secret: z.string().describe('Shown this once: verify signatures with it'),
}).meta({ id: 'RevealedWebhook' })

const DeliveryView = z
  .object({
    id: z.string(),
    messageId: z.string(),
    event: z.string(),
    status: z.enum(deliveryStatuses),
    attempts: z.int(),
    nextAttemptAt: timestamp,
    lastStatus: z.int().nullable(),
    lastError: z.string().nullable(),
    createdAt: timestamp,
    deliveredAt: optionalTimestamp,
  })
  .meta({ id: 'WebhookDelivery' })

const toView = (row: WebhookRow): z.input<typeof WebhookView> => ({
  id: row.id,
  url: row.url,
  description: row.description,
  events: row.events,
  isEnabled: row.is_enabled,
  disabledReason: row.disabled_reason,
  createdAt: row.created_at,
})

const toDeliveryView = (row: DeliveryRow): z.input<typeof DeliveryView> => ({
  id: row.id,
  messageId: row.message_id,
  event: row.event,
  status: row.status,
  attempts: row.attempts,
  nextAttemptAt: row.next_attempt_at,
  lastStatus: row.last_status,
  lastError: row.last_error,
  createdAt: row.created_at,
  deliveredAt: row.delivered_at,
})

export function webhookRoutes(services: Services): readonly Route[] {
  return [
    ...listRoutes(services),
    ...changeRoutes(services),
    ...secretRoutes(services),
    ...deliveryRoutes(services),
  ]
}

function listRoutes(services: Services): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/webhooks',
      scope: 'webhooks:read',
      tag,
      summary: 'Who is told of what happens',
      input: {},
      data: z.array(WebhookView),
      handle: async (_, { principal }) =>
        services.store.run(principal.organizationId, async (transaction) => ({
          data: (await listWebhooks(transaction)).map(toView),
        })),
    }),
    route({
      method: 'POST',
      path: '/webhooks',
      scope: 'webhooks:write',
      tag,
      summary: 'Tell an address of events',
      description:
        'Messages are signed by the Standard Webhooks scheme: webhook-id, webhook-timestamp, webhook-signature. They hold ids and facts, never parameters or outputs. A message may arrive twice, with the same id.',
      input: {
        body: z.strictObject({ url, description: z.string().max(500).optional(), events }),
      },
      data: RevealedView,
      status: 201,
      errors: ['egress_blocked'],
      handle: async ({ body }, { principal }) => {
        const { webhook, secret } = await createWebhook(services, principal, body)
        return { data: { ...toView(webhook), secret: secret.reveal() } }
      },
    }),
  ]
}

function changeRoutes(services: Services): readonly Route[] {
  return [
    route({
      method: 'PATCH',
      path: '/webhooks/{webhookId}',
      scope: 'webhooks:write',
      tag,
      summary: 'Change a webhook',
      input: {
        params: WebhookParams,
        body: z.strictObject({
          url: url.optional(),
          description: z.string().max(500).optional(),
          events: events.optional(),
          isEnabled: z.boolean().optional(),
        }),
      },
      data: WebhookView,
      errors: ['not_found', 'egress_blocked'],
      handle: async ({ params, body }, { principal }) => ({
        data: toView(await changeWebhook(services, principal, { id: params.webhookId, change: body })),
      }),
    }),
    route({
      method: 'DELETE',
      path: '/webhooks/{webhookId}',
      scope: 'webhooks:write',
      tag,
      summary: 'Delete a webhook with its deliveries',
      input: { params: WebhookParams },
      data: z.object({ deleted: z.literal(true) }),
      errors: ['not_found'],
      handle: async ({ params }, { principal }) => {
        await removeWebhook(services, principal, params.webhookId)
        return { data: { deleted: true as const } }
      },
    }),
  ]
}

function secretRoutes(services: Services): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/webhooks/{webhookId}/rotate-secret',
      scope: 'webhooks:write',
      tag,
      summary: 'Make a new signing secret; for a day the old one signs beside it',
      input: { params: WebhookParams },
      data: RevealedView,
      errors: ['not_found'],
      handle: async ({ params }, { principal }) => {
        const { webhook, secret } = await rotateSecret(services, principal, params.webhookId)
        return { data: { ...toView(webhook), secret: secret.reveal() } }
      },
    }),
    route({
      method: 'POST',
      path: '/webhooks/{webhookId}/test',
      scope: 'webhooks:write',
      tag,
      summary: 'Send a test message',
      input: { params: WebhookParams },
      data: z.object({ deliveryId: z.string() }),
      errors: ['not_found'],
      handle: async ({ params }, { principal }) => ({
        data: { deliveryId: await testWebhook(services, principal, params.webhookId) },
      }),
    }),
  ]
}

function deliveryRoutes(services: Services): readonly Route[] {
  const DeliveryParams = WebhookParams.extend({ deliveryId: z.string().max(64) })
  return [
    route({
      method: 'GET',
      path: '/webhooks/{webhookId}/deliveries',
      scope: 'webhooks:read',
      tag,
      summary: 'What was and will be sent, newest first; kept for 30 days',
      input: { params: WebhookParams, query: PageQuery },
      data: z.array(DeliveryView),
      shape: 'list',
      errors: ['not_found'],
      handle: async ({ params, query }, { principal }) =>
        services.store.run(principal.organizationId, async (transaction) => {
          const webhook = await requireWebhook(transaction, params.webhookId)
          const window = { offset: offsetOf(query), limit: query.limit + 1 }
          const { rows, meta } = toPage(await listDeliveries(transaction, webhook.id, window), query)
          return { data: rows.map(toDeliveryView), meta }
        }),
    }),
    route({
      method: 'POST',
      path: '/webhooks/{webhookId}/deliveries/{deliveryId}/resend',
      scope: 'webhooks:write',
      tag,
      summary: 'Send a message again, under the same id',
      input: { params: DeliveryParams },
      data: z.object({ queued: z.literal(true) }),
      errors: ['not_found'],
      handle: async ({ params }, { principal }) => {
        await resendMessage(services, principal, params)
        return { data: { queued: true as const } }
      },
    }),
  ]
}
