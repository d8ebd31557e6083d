import {
  type DeliveryRow,
  deliveryStatuses,
  listWebhooks,
  pageDeliveries,
  webhookEvents,
  type WebhookRow,
} from '@bindery/store'
import { z } from 'zod'
import {
  changeWebhook,
  createWebhook,
  removeWebhook,
  requireWebhook,
  resendMessage,
  rotateSecret,
  testWebhook,
} from './manage-webhooks.ts'
import { readList } from '../kernel/page.ts'
import { deleted, Deleted, optionalTimestamp, PageQuery, timestamp } from '../kernel/shapes.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import type { Needs } from '../kernel/needs.ts'

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
  isEnabled: row.isEnabled,
  disabledReason: row.disabledReason,
  createdAt: row.createdAt,
})

const toDeliveryView = (row: DeliveryRow): z.input<typeof DeliveryView> => ({
  id: row.id,
  messageId: row.messageId,
  event: row.event,
  status: row.status,
  attempts: row.attempts,
  nextAttemptAt: row.nextAttemptAt,
  lastStatus: row.lastStatus,
  lastError: row.lastError,
  createdAt: row.createdAt,
  deliveredAt: row.deliveredAt,
})

const DeliveryParams = WebhookParams.extend({ deliveryId: z.string().max(64) })

export const webhookUseCases = {
  list: useCase({
    scope: 'webhooks:read',
    environment: 'every',
    tag,
    summary: 'Who is told of what happens',
    takes: {},
    output: z.array(WebhookView),
    run: async (_, { principal, services }: Context<Needs<'store'>>) =>
      services.store.run(principal.organizationId, async (transaction) => ({
        data: (await listWebhooks(transaction)).map(toView),
      })),
  }),

  create: useCase({
    scope: 'webhooks:write',
    audit: { leaves: ['webhook.created'] },
    environment: 'every',
    tag,
    summary: 'Tell an address of events',
    description:
      'Messages are signed by the Standard Webhooks scheme: webhook-id, webhook-timestamp, webhook-signature. They hold ids and facts, never parameters or outputs. A message may arrive twice, with the same id.',
    takes: {
      content: z.strictObject({ url, description: z.string().max(500).optional(), events }),
    },
    example: { url: 'https://hooks.example.com/bindery', events: ['agent.published'] },
    output: RevealedView,
    reveals: 'a secret',
    outcome: 'created',
    errors: ['egress_blocked'],
    run: async ({ content }, { principal, services }: Context<Needs<'egress' | 'events' | 'store'>>) => {
      const { webhook, secret } = await createWebhook(services, principal, content)
      return { data: { ...toView(webhook), secret: secret.reveal() } }
    },
  }),

  edit: useCase({
    scope: 'webhooks:write',
    audit: { leaves: ['webhook.changed'] },
    environment: 'every',
    tag,
    summary: 'Change a webhook',
    takes: {
      subject: WebhookParams,
      content: z.strictObject({
        url: url.optional(),
        description: z.string().max(500).optional(),
        events: events.optional(),
        isEnabled: z.boolean().optional(),
      }),
    },
    example: { isEnabled: false },
    output: WebhookView,
    errors: ['not_found', 'egress_blocked'],
    run: async (
      { subject, content },
      { principal, services }: Context<Needs<'egress' | 'events' | 'store'>>,
    ) => ({
      data: toView(await changeWebhook(services, principal, { id: subject.webhookId, change: content })),
    }),
  }),

  remove: useCase({
    scope: 'webhooks:write',
    audit: { leaves: ['webhook.deleted'] },
    environment: 'every',
    tag,
    summary: 'Delete a webhook with its deliveries',
    takes: { subject: WebhookParams },
    output: Deleted,
    errors: ['not_found'],
    run: async ({ subject }, { principal, services }: Context<Needs<'events' | 'store'>>) => {
      await removeWebhook(services, principal, subject.webhookId)
      return { data: deleted }
    },
  }),

  rotateSecret: useCase({
    scope: 'webhooks:write',
    audit: { leaves: ['webhook.secret_rotated'] },
    environment: 'every',
    tag,
    summary: 'Make a new signing secret; for a day the old one signs beside it',
    takes: { subject: WebhookParams },
    output: RevealedView,
    reveals: 'a secret',
    errors: ['not_found'],
    run: async ({ subject }, { principal, services }: Context<Needs<'store'>>) => {
      const { webhook, secret } = await rotateSecret(services, principal, subject.webhookId)
      return { data: { ...toView(webhook), secret: secret.reveal() } }
    },
  }),

  test: useCase({
    scope: 'webhooks:write',
    audit: { leaves: 'nothing', because: 'a delivery is a record of its own' },
    environment: 'every',
    tag,
    summary: 'Send a test message',
    takes: { subject: WebhookParams },
    output: z.object({ deliveryId: z.string() }),
    errors: ['not_found'],
    run: async ({ subject }, { principal, services }: Context<Needs<'store' | 'webhooks'>>) => ({
      data: { deliveryId: await testWebhook(services, principal, subject.webhookId) },
    }),
  }),

  listDeliveries: useCase({
    scope: 'webhooks:read',
    environment: 'every',
    tag,
    summary: 'What was and will be sent, newest first; kept for 30 days',
    takes: { subject: WebhookParams, options: PageQuery },
    output: z.array(DeliveryView),
    shape: 'list',
    errors: ['not_found'],
    run: async ({ subject, options }, { principal, services }: Context<Needs<'store'>>) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const webhook = await requireWebhook(transaction, subject.webhookId)
        const { rows, meta } = await readList(['deliveries', webhook.id], options, (window) =>
          pageDeliveries(transaction, webhook.id, window),
        )
        return { data: rows.map(toDeliveryView), meta }
      }),
  }),

  resend: useCase({
    scope: 'webhooks:write',
    audit: { leaves: 'nothing', because: 'a delivery is a record of its own' },
    environment: 'every',
    tag,
    summary: 'Send a message again, under the same id',
    takes: { subject: DeliveryParams },
    output: z.object({ queued: z.literal(true) }),
    errors: ['not_found'],
    run: async ({ subject }, { principal, services }: Context<Needs<'store' | 'webhooks'>>) => {
      await resendMessage(services, principal, subject)
      return { data: { queued: true as const } }
    },
  }),
}
