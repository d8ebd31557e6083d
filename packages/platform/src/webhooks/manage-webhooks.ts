import { remedy } from '../kernel/remedies.ts'
import { checkUrl, egressBlocked } from '@bindery/connection'
import { type JsonObject, type OrganizationId, PlatformError, type Secret } from '@bindery/model'
import {
  type AuditAction,
  deleteWebhook,
  findWebhook,
  insertWebhook,
  queueFor,
  resendDelivery,
  rotateWebhookSecret,
  type Transaction,
  updateWebhook,
  type WebhookChange,
  type WebhookEvent,
  type WebhookRow,
} from '@bindery/store'
import type { Principal } from '../kernel/principal.ts'
import { newId } from '../kernel/ids.ts'
import type { Needs } from '../kernel/needs.ts'
import { makeWebhookSecret } from './sign-message.ts'

/** A webhook with its secret: the only time that it is shown. */
export interface RevealedWebhook {
  readonly webhook: WebhookRow
  readonly secret: Secret
}

export interface WebhookRequest {
  readonly url: string
  readonly description?: string | undefined
  readonly events: readonly WebhookEvent[]
}

/** Where the secret of a webhook is sealed to. */
export const secretPlace = (organizationId: OrganizationId, id: string) => ({
  organizationId,
  record: `webhook/${id}`,
  field: 'secret',
})

/** Throws `egress_blocked` for an address that may not be reached. */
export async function createWebhook(
  services: Needs<'egress' | 'events' | 'store'>,
  principal: Principal,
  request: WebhookRequest,
): Promise<RevealedWebhook> {
  const { organizationId } = principal
  requireAddress(services, request.url)
  const id = newId()
  const secret = makeWebhookSecret()
  const sealedSecret = services.store.vault.seal(secret, secretPlace(organizationId, id))
  const webhook = await services.store.run(organizationId, async (transaction) => {
    const { url, description, events } = request
    await insertWebhook(transaction, { organizationId, id, url, description, events, sealedSecret })
    await audit(services, transaction, {
      principal,
      action: 'webhook.created',
      id,
      detail: { events: [...events] },
    })
    return requireWebhook(transaction, id)
  })
  services.events.forget(organizationId)
  return { webhook, secret }
}

/** Throws `not_found`, `egress_blocked`. */
export async function changeWebhook(
  services: Needs<'egress' | 'events' | 'store'>,
  principal: Principal,
  edit: { readonly id: string; readonly change: Omit<WebhookChange, 'disabledReason'> },
): Promise<WebhookRow> {
  if (edit.change.url !== undefined) requireAddress(services, edit.change.url)
  const webhook = await services.store.run(principal.organizationId, async (transaction) => {
    await requireWebhook(transaction, edit.id)
    await updateWebhook(transaction, edit.id, edit.change)
    await audit(services, transaction, { principal, action: 'webhook.changed', id: edit.id, detail: {} })
    return requireWebhook(transaction, edit.id)
  })
  services.events.forget(principal.organizationId)
  return webhook
}

/** A new secret, beside which the old one still signs for a day. Throws `not_found`. */
export async function rotateSecret(
  services: Needs<'store'>,
  principal: Principal,
  id: string,
): Promise<RevealedWebhook> {
  const { organizationId } = principal
  const secret = makeWebhookSecret()
  const sealedSecret = services.store.vault.seal(secret, secretPlace(organizationId, id))
  const webhook = await services.store.run(organizationId, async (transaction) => {
    await requireWebhook(transaction, id)
    await rotateWebhookSecret(transaction, id, { sealedSecret, overlapSeconds: 86_400 })
    await audit(services, transaction, { principal, action: 'webhook.secret_rotated', id, detail: {} })
    return requireWebhook(transaction, id)
  })
  return { webhook, secret }
}

/** Deletes a webhook with its deliveries. Throws `not_found`. */
export async function removeWebhook(
  services: Needs<'events' | 'store'>,
  principal: Principal,
  id: string,
): Promise<void> {
  await services.store.run(principal.organizationId, async (transaction) => {
    await requireWebhook(transaction, id)
    await deleteWebhook(transaction, id)
    await audit(services, transaction, { principal, action: 'webhook.deleted', id, detail: {} })
  })
  services.events.forget(principal.organizationId)
}

/** Queues a message that says nothing but that it is a test; gives the delivery's id. Throws `not_found`. */
export async function testWebhook(
  services: Needs<'store' | 'webhooks'>,
  principal: Principal,
  id: string,
): Promise<string> {
  const { organizationId } = principal
  const deliveryId = newId()
  await services.store.run(organizationId, async (transaction) => {
    await requireWebhook(transaction, id)
    const body = JSON.stringify({ type: 'webhook.test', timestamp: new Date().toISOString(), data: {} })
    const messageId = `msg_${newId()}`
    await queueFor(transaction, {
      organizationId,
      id: deliveryId,
      webhookId: id,
      messageId,
      event: 'webhook.test',
      body,
    })
  })
  services.webhooks.wake()
  return deliveryId
}

/** Sends a message again under the same id. Throws `not_found`. */
export async function resendMessage(
  services: Needs<'store' | 'webhooks'>,
  principal: Principal,
  of: { readonly webhookId: string; readonly deliveryId: string },
): Promise<void> {
  await services.store.run(principal.organizationId, async (transaction) => {
    await requireWebhook(transaction, of.webhookId)
    const isThere = isId(of.deliveryId) && (await resendDelivery(transaction, of.webhookId, of.deliveryId))
    if (!isThere) throw new PlatformError('not_found', `The webhook has no delivery "${of.deliveryId}".`)
  })
  services.webhooks.wake()
}

/** The webhook; throws `not_found`, for another organisation's too. */
export async function requireWebhook(transaction: Transaction, id: string): Promise<WebhookRow> {
  const webhook = isId(id) ? await findWebhook(transaction, id) : undefined
  if (webhook !== undefined) return webhook
  throw new PlatformError('not_found', `There is no webhook "${id}".`, remedy('list_webhooks'))
}

const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)

function requireAddress(services: Needs<'egress'>, url: string): void {
  const verdict = checkUrl(url, services.egress.policy)
  if (verdict.verdict === 'block') throw egressBlocked(verdict.reason, verdict.host)
}

interface WebhookAudit {
  readonly principal: Principal
  readonly action: AuditAction
  readonly id: string
  readonly detail: JsonObject
}

async function audit(services: Needs<'store'>, transaction: Transaction, event: WebhookAudit): Promise<void> {
  const { principal, action, id, detail } = event
  await services.store.audit.append(transaction, principal.organizationId, {
    actor: principal.actor,
    action,
    subject: id,
    detail,
  })
}
