import type { webhookEvents } from '@bindery/client'
import { queryOptions } from '@tanstack/react-query'
import { type Client, send } from './client.ts'

export type WebhookEvent = (typeof webhookEvents)[number]

export interface NewWebhook {
  readonly url: string
  readonly description: string
  readonly events: readonly WebhookEvent[]
}

/** Where messages about what happened are sent. */
export const webhooksQuery = queryOptions({
  queryKey: ['webhooks'],
  queryFn: () => send((api) => api.GET('/api/v1/webhooks')),
  select: ({ data }) => data,
})

const pulseMs = 2_000

/** The last 50 messages, newest first; asked again while one of them is on its way. */
export const deliveriesQuery = (webhookId: string) =>
  queryOptions({
    // Not below the webhooks: who deletes one has nothing of it loaded anew.
    queryKey: ['deliveries', webhookId],
    queryFn: () =>
      send((api) =>
        api.GET('/api/v1/webhooks/{webhookId}/deliveries', {
          params: { path: { webhookId }, query: { limit: '50' } },
        }),
      ),
    refetchInterval: ({ state }) =>
      state.data?.data.some(({ status }) => status === 'pending') === true ? pulseMs : false,
  })

export const createWebhook =
  ({ url, description, events }: NewWebhook) =>
  (api: Client) =>
    api.POST('/api/v1/webhooks', {
      body: { url, events: [...events], ...(description !== '' && { description }) },
    })

export const switchWebhook = (webhookId: string) => (isEnabled: boolean) => (api: Client) =>
  api.PATCH('/api/v1/webhooks/{webhookId}', { params: { path: { webhookId } }, body: { isEnabled } })

export const deleteWebhook = (webhookId: string) => (api: Client) =>
  api.DELETE('/api/v1/webhooks/{webhookId}', { params: { path: { webhookId } } })

export const rotateWebhook = (webhookId: string) => (api: Client) =>
  api.POST('/api/v1/webhooks/{webhookId}/rotate-secret', { params: { path: { webhookId } } })

export const testWebhook = (webhookId: string) => (api: Client) =>
  api.POST('/api/v1/webhooks/{webhookId}/test', { params: { path: { webhookId } } })

export const resendDelivery = (webhookId: string) => (deliveryId: string) => (api: Client) =>
  api.POST('/api/v1/webhooks/{webhookId}/deliveries/{deliveryId}/resend', {
    params: { path: { webhookId, deliveryId } },
  })
