import { type Confirmation, isJsonObject, parseJson, Secret, isQuietOutcome } from '@bindery/model'
import {
  type ConversationTurns,
  type Confirmations,
  type ExecutionIntent,
  type ExecutionLedger,
  keptOf,
  keyHash,
  type LedgerQuestion,
  type LedgerVerdict,
  type RateLimits,
  type RestoredLedger,
  type RunPorts,
  type SuccessfulCalls,
} from '@bindery/runtime'
import { loadAdapter } from '@bindery/sources'
import {
  type AuditEvent,
  findByIdempotencyKey,
  giveCallBack,
  insertConfirmation,
  insertIntent,
  type KnownExecution,
  type NewIntent,
  releaseTurn,
  resumeIntent,
  type SecretPlace,
  spendConfirmation,
  type Store,
  takeCall,
  takeFromLimit,
  takeTurn,
} from '@bindery/store'
import { retentionKinds } from '@bindery/store/retention'
import { newId } from '../kernel/ids.ts'
import { findStanding } from './find-standing.ts'
import { openAhead, sealAhead } from './sealed-ahead.ts'
import { findInForce, voidOutdated } from './outdated-confirmation.ts'
import { RecordWriter } from './record-writer.ts'
import { openIntegration, openPreview } from '../integrations/open-integration.ts'
import type { Needs } from '../kernel/needs.ts'
import type { RunParts } from './run-parts.ts'
import type { EventLog, HappenedEvent } from '../kernel/event-log.ts'

type PortNeeds = Needs<'config' | 'egress' | 'events' | 'process' | 'runCaches' | 'store'> &
  Pick<RunParts, 'answers' | 'connections' | 'runnables'>

const known = new WeakMap<PortNeeds, RunPorts>()

/** The runtime's view of the world, made once: connections from the integrations, everything else from the store. */
export function runPortsOf(services: PortNeeds): RunPorts {
  const ports = known.get(services) ?? createRunPorts(services)
  known.set(services, ports)
  return ports
}

function createRunPorts(services: PortNeeds): RunPorts {
  return {
    now: () => new Date(),
    standing: (began, call) => findStanding(services, began, call),
    newId,
    executorOf: loadAdapter,
    connect: (target) =>
      services.connections.get(target.organizationId, `${target.integration}/${target.environment}`, () =>
        openIntegration(services, target).then((connection) =>
          services.answers.over(connection, target.organizationId),
        ),
      ),
    preview: (target) => openPreview(services, target),
    ...createStorePorts({
      store: services.store,
      events: services.events,
      processId: services.process.id,
    }),
  }
}

type StorePorts = Pick<RunPorts, 'limits' | 'conversations' | 'successfulCalls' | 'confirmations' | 'ledger'>

export interface StorePortParts {
  readonly store: Store
  readonly events: EventLog
  /** Who runs what is begun. */
  readonly processId: string
}

/** The ports that hold across processes, each on the database's clock. */
export function createStorePorts(parts: StorePortParts): StorePorts {
  const { store, events } = parts
  return {
    limits: rateLimits(store),
    conversations: conversationTurns(store),
    successfulCalls: successfulCalls(store),
    confirmations: confirmations(store, events),
    ledger: ledger(parts),
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

function successfulCalls(store: Store): SuccessfulCalls {
  return {
    async take(key, most) {
      const isTaken = await store.run(key.organizationId, (transaction) => takeCall(transaction, key, most))
      if (!isTaken) return undefined
      return {
        giveBack: () => store.run(key.organizationId, (transaction) => giveCallBack(transaction, key)),
      }
    },
  }
}

function confirmations(store: Store, events: EventLog): Confirmations {
  return {
    open: (confirmation) =>
      store.run(confirmation.organizationId, async (transaction) => {
        await voidOutdated(transaction, { ...confirmation, anyVersion: keyHash(confirmation) })
        const inForce = await insertConfirmation(transaction, confirmation, sealAhead(store, confirmation))
        const isNew = inForce.confirmationId === confirmation.confirmationId
        if (isNew) {
          await events.emit(transaction, confirmation.organizationId, [requested(confirmation)])
          await store.audit.append(transaction, confirmation.organizationId, asked(confirmation))
        }
        return inForce
      }),
    waiting: (question) =>
      store.run(question.organizationId, (transaction) => findInForce(transaction, question)),
    spend: async (organizationId, id) => {
      const spent = await store.run(organizationId, (transaction) => spendConfirmation(transaction, id))
      return spent && { ...spent.confirmation, ...openAhead(store, spent) }
    },
  }
}

function ledger({ store, events, processId }: StorePortParts): ExecutionLedger {
  const writer = new RecordWriter(store, events)
  return {
    get restored() {
      return restoredLedger(store, Date.now())
    },
    async begin(intent) {
      const earlier = await store.run(intent.organizationId, (transaction) =>
        insertIntent(transaction, toRow(intent, processId)),
      )
      return earlier === undefined ? { verdict: 'fresh' } : judge(store, earlier, intent)
    },
    async resume(intent) {
      const earlier = await store.run(intent.organizationId, async (transaction) => {
        const isMine = await resumeIntent(transaction, toRow(intent, processId))
        return isMine ? undefined : findByIdempotencyKey(transaction, intent.idempotencyKey)
      })
      return earlier === undefined ? { verdict: 'fresh' } : judge(store, earlier, intent)
    },
    async recall(question) {
      const earlier = await store.run(question.organizationId, (transaction) =>
        findByIdempotencyKey(transaction, question.idempotencyKey),
      )
      return earlier === undefined ? undefined : judge(store, earlier, question)
    },
    async finish(record, replay) {
      const place = replayPlace(record.organizationId, record.executionId)
      const sealedReplay =
        replay === undefined ? undefined : store.vault.seal(new Secret(JSON.stringify(replay)), place)
      await writer.add({ record, sealedReplay })
    },
  }
}

/** A key is remembered for so long anyway: after that it is new to a store that was never restored, too. */
const rememberedMs = retentionKinds.idempotencyKeys.standard * 86_400_000

const restoredLedger = ({ restored }: Pick<Store, 'restored'>, nowMs: number): RestoredLedger | undefined =>
  restored === undefined || nowMs - restored.restoredAt.getTime() > rememberedMs ? undefined : restored

/** Ids and a deadline: what would be sent may hold data of a person. */
function requested(confirmation: Confirmation): HappenedEvent {
  const { confirmationId, agentId, skillId, environment, expiresAt } = confirmation
  const data = { confirmationId, agentId, skillId, environment, expiresAt: expiresAt.toISOString() }
  return { type: 'confirmation.requested', data }
}

const asked = ({ confirmationId, skillId, callHash, environment, askedBy }: Confirmation): AuditEvent => ({
  actor: askedBy ?? 'bindery:run',
  action: 'confirmation.requested',
  subject: confirmationId,
  detail: { skillId, callHash, environment },
})

function toRow(intent: ExecutionIntent, owner: string): NewIntent {
  return { ...intent, deadlineMs: Math.max(0, intent.deadline.getTime() - Date.now()), owner }
}

/** The answer that a repeated key gets back holds what the provider said, so it is sealed like a credential. */
function replayPlace(organizationId: string, executionId: string): SecretPlace {
  return { organizationId, record: `execution/${executionId}`, field: 'replay' }
}

function judge(store: Store, known: KnownExecution, question: LedgerQuestion): LedgerVerdict {
  const executionId = known.id
  const kept = keptOf(known.argumentsHash, question)
  if (kept === 'another_call') return { verdict: 'reused' }
  const unknown = { verdict: 'unknown', executionId } as const
  if (known.status === 'outcome_unknown' || (known.isOverdue && known.effect !== 'read'))
    return kept === 'another_version' ? { ...unknown, isOfAnotherVersion: true } : unknown
  if (known.status === 'running' && !known.isOverdue) return { verdict: 'running' }
  const isDone = known.status === 'succeeded' || isQuietOutcome(known.status)
  if (isDone && known.sealedReplay === null) return { verdict: 'forgotten', executionId }
  if (isDone && known.sealedReplay !== null) {
    const replay = parseJson(
      store.vault.open(known.sealedReplay, replayPlace(question.organizationId, executionId)).reveal(),
    )
    return { verdict: 'replay', executionId, result: isJsonObject(replay) ? replay : {} }
  }
  const said = {
    ...(known.upstreamStatus === null ? {} : { upstreamStatus: known.upstreamStatus }),
    ...(known.refusal === null ? {} : { provider: known.refusal }),
  }
  return { verdict: 'failed', executionId, code: known.errorCode ?? 'internal_error', ...said }
}
