import type {
  ConversationTurns,
  Confirmations,
  ExecutionIntent,
  ExecutionLedger,
  LedgerVerdict,
  RateLimits,
  RunPorts,
} from '@bindery/runtime'
import { loadAdapter } from '@bindery/sources'
import {
  insertConfirmation,
  insertIntent,
  type KnownExecution,
  releaseTurn,
  saveExecution,
  spendConfirmation,
  type Store,
  takeFromLimit,
  takeTurn,
} from '@bindery/store'
import { newId } from '../ids.ts'
import { openIntegration, openPreview } from '../integrations/open-integration.ts'
import type { Services } from '../services.ts'

/** The runtime's view of the world: connections from the integrations, everything else from the store. */
export function createRunPorts(services: Services): RunPorts {
  return {
    now: () => new Date(),
    newId,
    executorOf: loadAdapter,
    connect: (target) => openIntegration(services, target),
    preview: (target) => openPreview(services, target),
    ...createStorePorts(services.store),
  }
}

type StorePorts = Pick<RunPorts, 'limits' | 'conversations' | 'confirmations' | 'ledger'>

/** The ports that hold across processes, each on the database's clock. */
export function createStorePorts(store: Store): StorePorts {
  return {
    limits: rateLimits(store),
    conversations: conversationTurns(store),
    confirmations: confirmations(store),
    ledger: ledger(store),
  }
}

function rateLimits(store: Store): RateLimits {
  return {
    async take(key, perMinute) {
      const verdict = await store.run(key.organizationId, (transaction) => takeFromLimit(transaction, key, perMinute))
      if (!verdict.isAdmitted) return { admitted: false, retryAfterMs: verdict.retryAfterMs }
      return { admitted: true, remaining: perMinute - verdict.used }
    },
  }
}

function conversationTurns(store: Store): ConversationTurns {
  return {
    async take(key, holdMs) {
      const holder = newId()
      const isMine = await store.run(key.organizationId, (transaction) => takeTurn(transaction, key, { holder, holdMs }))
      if (!isMine) return undefined
      return {
        release: () => store.run(key.organizationId, (transaction) => releaseTurn(transaction, key, holder)),
      }
    },
  }
}

function confirmations(store: Store): Confirmations {
  return {
    open: (confirmation) =>
      store.run(confirmation.organizationId, (transaction) => insertConfirmation(transaction, confirmation)),
    spend: (organizationId, id) => store.run(organizationId, (transaction) => spendConfirmation(transaction, id)),
  }
}

/** Time that the process gets beyond its deadline to write down how a call ended, in ms. */
const graceMs = 5_000

function ledger(store: Store): ExecutionLedger {
  return {
    async begin(intent) {
      const deadlineMs = Math.max(0, intent.deadline.getTime() - Date.now()) + graceMs
      const known = await store.run(intent.organizationId, (transaction) =>
        insertIntent(transaction, { ...intent, deadlineMs }),
      )
      return known === undefined ? { verdict: 'fresh' } : judge(known, intent)
    },
    async finish(record, replay) {
      await store.run(record.organizationId, async (transaction) => {
        await saveExecution(transaction, record, replay)
        await store.audit.append(transaction, record.organizationId, {
          actor: record.actor,
          action: `skill.${record.status}`,
          subject: record.skillId,
          detail: {
            executionId: record.executionId,
            skillHash: record.skillHash,
            environment: record.environment,
            ...(record.errorCode === undefined ? {} : { code: record.errorCode }),
          },
        })
      })
    },
  }
}

function judge(known: KnownExecution, intent: ExecutionIntent): LedgerVerdict {
  if (known.arguments_hash !== intent.argumentsHash) return { verdict: 'reused' }
  if (known.is_overdue || known.status === 'outcome_unknown') return { verdict: 'unknown', executionId: known.id }
  if (known.status === 'running') return { verdict: 'running' }
  if (known.status === 'succeeded' && known.replay !== null) {
    return { verdict: 'replay', executionId: known.id, result: known.replay }
  }
  return { verdict: 'failed', executionId: known.id, code: known.error_code ?? 'internal_error' }
}
