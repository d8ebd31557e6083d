import type { Secret } from '@bindery/model'
import {
  claimDeliveries,
  type DeliveryRow,
  dropOldDeliveries,
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
const cleanEveryMs = 3_600_000
const keptDays = 30

type SenderNeeds = Needs<'egress' | 'events' | 'logger' | 'store'>

/**
 * Sends what is due. Deliveries live in the database: any process may take one, each goes to one process at a time, and
 * one whose process died is taken over when its lease runs out. So a message may arrive twice, with the same id.
 */
export class WebhookSender {
  #services: SenderNeeds | undefined
  #timers: NodeJS.Timeout[] = []
  #working: Promise<void> = Promise.resolve()
  #isClosed = false

  start(services: SenderNeeds): void {
    this.#services = services
    services.events.onQueued = () => void setTimeout(() => this.wake(), 50).unref()
    const poll = setInterval(() => this.wake(), pollMs)
    const clean = setInterval(() => this.#clean(services), cleanEveryMs)
    this.#timers = [poll.unref(), clean.unref()]
    this.wake()
  }

  /** Looks for work now. */
  wake(): void {
    this.#working = this.#working.then(() => this.#drain()).catch(() => undefined)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    for (const timer of this.#timers) clearInterval(timer)
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

  #clean(services: Needs<'logger' | 'store'>): void {
    services.store
      .run('platform', (transaction) => dropOldDeliveries(transaction, keptDays))
      .catch((error: unknown) => services.logger.warn({ err: error }, 'old deliveries could not be dropped'))
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
