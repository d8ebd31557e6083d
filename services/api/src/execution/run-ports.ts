import { type ExecutionRecord, isJsonObject, parseJson, Secret } from '@bindery/model'
import type {
  ConversationTurns,
  Confirmations,
  ExecutionLedger,
  LedgerQuestion,
  LedgerVerdict,
  RateLimits,
  RunPorts,
} from '@bindery/runtime'
import { loadAdapter } from '@bindery/sources'
import {
  type AuditEvent,
  findByIdempotencyKey,
  insertConfirmation,
  insertIntent,
  type KnownExecution,
  releaseTurn,
  saveExecution,
  type SecretPlace,
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
      const verdict = await store.run(key.organizationId, (transaction) =>
        takeFromLimit(transaction, key, perMinute),
      )
      if (!verdict.isAdmitted) return { admitted: false, retryAfterMs: verdict.retryAfterMs }
      return { admitted: true, remaining: perMinute - verdict.used }
    },
  }
}

function conversationTurns(store: Store): ConversationTurns {
  return {
    async take(key, holdMs) {
      const holder = newId()
      const isMine = await store.run(key.organizationId, (transaction) =>
        takeTurn(transaction, key, { holder, holdMs }),
      )
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
    spend: (organizationId, id) =>
      store.run(organizationId, (transaction) => spendConfirmation(transaction, id)),
  }
}

function ledger(store: Store): ExecutionLedger {
  return {
    async begin(intent) {
      const deadlineMs = Math.max(0, intent.deadline.getTime() - Date.now())
      const known = await store.run(intent.organizationId, (transaction) =>
        insertIntent(transaction, { ...intent, deadlineMs }),
      )
      return known === undefined ? { verdict: 'fresh' } : judge(store, known, intent)
    },
    async recall(question) {
      const known = await store.run(question.organizationId, (transaction) =>
        findByIdempotencyKey(transaction, question.idempotencyKey),
      )
      return known === undefined ? undefined : judge(store, known, question)
    },
    async finish(record, replay) {
      const place = replayPlace(record.organizationId, record.executionId)
      const sealed =
        replay === undefined ? undefined : store.vault.seal(new Secret(JSON.stringify(replay)), place)
      await store.run(record.organizationId, async (transaction) => {
        await saveExecution(transaction, record, sealed)
        await store.audit.append(transaction, record.organizationId, auditOf(record))
      })
    },
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

/** The answer that a repeated key gets back holds what the provider said, so it is sealed like a credential. */
function replayPlace(organizationId: string, executionId: string): SecretPlace {
  return { organizationId, record: `execution/${executionId}`, field: 'replay' }
}

function judge(store: Store, known: KnownExecution, question: LedgerQuestion): LedgerVerdict {
  const executionId = known.id
  if (known.arguments_hash !== question.argumentsHash) return { verdict: 'reused' }
  if (known.status === 'outcome_unknown') return { verdict: 'unknown', executionId }
  if (known.is_overdue && known.effect !== 'read') return { verdict: 'unknown', executionId }
  if (known.status === 'running' && !known.is_overdue) return { verdict: 'running' }
  if (known.status === 'succeeded' && known.sealed_replay !== null) {
    const replay = parseJson(
      store.vault.open(known.sealed_replay, replayPlace(question.organizationId, executionId)).reveal(),
    )
    return { verdict: 'replay', executionId, result: isJsonObject(replay) ? replay : {} }
  }
  return { verdict: 'failed', executionId, code: known.error_code ?? 'internal_error' }
}
