import type { Secret } from '@bindery/model'
import {
  claimDeliveries,
  type DeliveryRow,
  findWebhook,
  settleDelivery,
  updateWebhook,
  type WebhookRow,
} from '@bindery/store'
import type { Needs } from '../kernel/needs.ts'
import { secretPlace } from './manage-webhooks.ts'
import { sendMessage } from './send-message.ts'

const pollMs = 2_000
const mostAtOnce = 8

type SenderNeeds = Needs<'egress' | 'events' | 'store'>

/**
 * Sends what is due. Deliveries live in the database: any process may take one, each goes to one process at a time, and
 * one whose process died is taken over when its lease runs out. So a message may arrive twice, with the same id.
 */
export class WebhookSender {
  #services: SenderNeeds | undefined
  #timer: NodeJS.Timeout | undefined
  #working: Promise<void> = Promise.resolve()
  #isClosed = false

  start(services: SenderNeeds): void {
    this.#services = services
    services.events.onQueued = () => void setTimeout(() => this.wake(), 50).unref()
    this.#timer = setInterval(() => this.wake(), pollMs).unref()
    this.wake()
  }

  /** Looks for work now. */
  wake(): void {
    this.#working = this.#working.then(() => this.#drain()).catch(() => undefined)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearInterval(this.#timer)
    await this.#working
  }

  async #drain(): Promise<void> {
    const services = this.#services
    while (services !== undefined && !this.#isClosed) {
      const due = await services.store.run('platform', (transaction) =>
        claimDeliveries(transaction, mostAtOnce),
      )
      if (due.length === 0) return
      await Promise.all(due.map((delivery) => deliver(services, delivery)))
    }
  }
}

async function deliver(services: Needs<'egress' | 'store'>, delivery: DeliveryRow): Promise<void> {
  const { organizationId, webhookId } = delivery
  const webhook = await services.store.run(organizationId, (transaction) =>
    findWebhook(transaction, webhookId),
  )
  if (webhook === undefined) return
  const outcome = webhook.isEnabled
    ? await sendMessage({
        egress: services.egress,
        webhook,
        delivery,
        secrets: secretsOf(services, webhook),
        now: new Date(),
        random: Math.random(),
      })
    : ({ status: 'failed', httpStatus: undefined, error: 'The webhook is disabled.' } as const)
  await services.store.run(organizationId, async (transaction) => {
    await settleDelivery(transaction, delivery.id, outcome)
    const isGone = outcome.status === 'failed' && outcome.httpStatus === 410
    if (isGone)
      await updateWebhook(transaction, webhookId, { isEnabled: false, disabledReason: outcome.error })
  })
}

/** The secret in force, and the one before it while receivers may still know only that. */
function secretsOf({ store }: Needs<'store'>, webhook: WebhookRow): readonly Secret[] {
  const place = secretPlace(webhook.organizationId, webhook.id)
  const current = store.vault.open(webhook.sealedSecret, place)
  const { sealedPrevious: previous, previousUntil: until } = webhook
  const isOverlapping = previous !== null && until !== null && until.getTime() > Date.now()
  return isOverlapping ? [current, store.vault.open(previous, place)] : [current]
}
