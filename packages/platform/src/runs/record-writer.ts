import type { ExecutionRecord, OrganizationId } from '@bindery/model'
import { type AuditEvent, type FinishedExecution, saveExecutions, type Store } from '@bindery/store'
import { CredentialWatch } from './credential-watch.ts'
import type { EventLog, HappenedEvent } from '../kernel/event-log.ts'

interface Pending {
  readonly finished: FinishedExecution
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

const mostPerBatch = 64

/**
 * Writes execution records with their audit entries and the messages about them. Records of one organisation that end while another write is under
 * way go together into the next transaction; each is committed before `add` ends.
 */
export class RecordWriter {
  readonly #store: Store
  readonly #events: EventLog
  readonly #credentials = new CredentialWatch()
  readonly #queues = new Map<OrganizationId, Pending[]>()

  constructor(store: Store, events: EventLog) {
    this.#store = store
    this.#events = events
  }

  /** Throws when the record could not be committed. */
  add(finished: FinishedExecution): Promise<void> {
    const { organizationId } = finished.record
    return new Promise((resolve, reject) => {
      const entry = { finished, resolve, reject }
      const queue = this.#queues.get(organizationId)
      if (queue !== undefined) {
        queue.push(entry)
        return
      }
      this.#queues.set(organizationId, [entry])
      void this.#drain(organizationId)
    })
  }

  async #drain(organizationId: OrganizationId): Promise<void> {
    const queue = this.#queues.get(organizationId) ?? []
    while (queue.length > 0) await this.#write(organizationId, queue.splice(0, mostPerBatch))
    this.#queues.delete(organizationId)
  }

  async #write(organizationId: OrganizationId, batch: readonly Pending[]): Promise<void> {
    try {
      await this.#commit(
        organizationId,
        batch.map((entry) => entry.finished),
      )
      for (const entry of batch) entry.resolve()
    } catch (error) {
      if (batch.length === 1) return batch[0]?.reject(error)
      // One record that cannot be written must not take the others with it.
      for (const entry of batch) await this.#write(organizationId, [entry])
    }
  }

  async #commit(organizationId: OrganizationId, finished: readonly FinishedExecution[]): Promise<void> {
    await this.#store.run(organizationId, async (transaction) => {
      await saveExecutions(transaction, finished)
      await this.#credentials.note(transaction, organizationId, finished)
      const events = finished.map((entry) => auditOf(entry.record))
      await this.#store.audit.appendAll(transaction, organizationId, events)
      // Whoever waits for a person is told of by the confirmation.
      const ended = finished.filter(({ record }) => record.status !== 'waiting')
      const happened = ended.map((entry) => eventOf(entry.record))
      await this.#events.emit(transaction, organizationId, happened)
    })
  }
}

function auditOf(record: ExecutionRecord): AuditEvent {
  return {
    actor: record.actor,
    action: `skill.${record.status}`,
    subject: record.skillId,
    detail: {
      executionId: record.executionId,
      skillHash: record.skillHash,
      environment: record.environment,
      ...(record.errorCode === undefined ? {} : { code: record.errorCode }),
    },
  }
}

function eventOf(record: ExecutionRecord): HappenedEvent {
  const { executionId, agentId, skillId, functionName, effect, environment, status, durationMs } = record
  return {
    type: status === 'succeeded' || status === 'not_found' ? 'skill.executed' : 'skill.failed',
    data: {
      executionId,
      agentId,
      skillId,
      functionName,
      effect,
      environment,
      status,
      durationMs,
      ...(record.conversationId === undefined ? {} : { conversationId: record.conversationId }),
      ...(record.errorCode === undefined ? {} : { errorCode: record.errorCode }),
    },
  }
}
