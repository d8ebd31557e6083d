import type { JsonObject, OrganizationId } from '@bindery/model'
import { listWebhooks, queueMessage, type Transaction, type WebhookEvent } from '@bindery/store'
import { newId } from './ids.ts'
import { RunCache } from './run-cache.ts'

/** Something that happened, for those who asked to be told. Holds ids and facts, never parameters or outputs. */
export interface HappenedEvent {
  readonly type: WebhookEvent
  readonly data: JsonObject
}

/**
 * Queues messages in the transaction of what they tell about: both are committed or neither. Whether anybody listens is
 * remembered for a second, so that organisations without webhooks pay nothing.
 */
export class EventLog {
  readonly #listened = new RunCache<ReadonlySet<WebhookEvent>>(Date.now)
  /** Called after a message was queued, some time before its transaction is committed. */
  onQueued: () => void = () => undefined

  async emit(
    transaction: Transaction,
    organizationId: OrganizationId,
    events: readonly HappenedEvent[],
  ): Promise<void> {
    const listened = await this.#listened.get(organizationId, 'events', () => listenedEvents(transaction))
    const wanted = events.filter((event) => listened.has(event.type))
    for (const { type, data } of wanted) {
      const body = JSON.stringify({ type, timestamp: new Date().toISOString(), data })
      await queueMessage(transaction, { organizationId, messageId: `msg_${newId()}`, event: type, body })
    }
    if (wanted.length > 0) this.onQueued()
  }

  /** After a change of webhooks in this process. */
  forget(organizationId: OrganizationId): void {
    this.#listened.forget(organizationId)
  }
}

async function listenedEvents(transaction: Transaction): Promise<ReadonlySet<WebhookEvent>> {
  const rows = await listWebhooks(transaction)
  return new Set(rows.filter((row) => row.isEnabled).flatMap((row) => row.events))
}
