import { setTimeout } from 'node:timers/promises'
import {
  type AnswerCache,
  fallbackMessage,
  type GoalText,
  mapGoal,
  mapGoalWithModel,
  type MappingEvent,
  type MappingUsage,
  type ModelMapping,
} from '@bindery/mapper'
import type { OrganizationId } from '@bindery/model'
import { findAutomapAnswer, saveAutomapAnswer } from '@bindery/store'
import type { Needs } from '../kernel/needs.ts'
import type { OpenMapping } from '../catalog/open-mapping.ts'

/** Who drafted: a language model, or rules, and why when a model was to. */
export interface MapperNote {
  readonly mode: 'deterministic' | 'model'
  readonly model?: string
  readonly fallback?: { readonly reason: string; readonly message: string }
}

export interface MappedRequest {
  readonly result: ModelMapping['result']
  readonly usage: MappingUsage
  readonly mapper: MapperNote
  /** What a person should know of the provider's texts: which of them gave orders and were left out. */
  readonly notes: readonly DraftNote[]
}

export interface DraftNote {
  readonly code: string
  readonly message: string
}

export interface MapRequest {
  readonly organizationId: OrganizationId
  readonly goal: GoalText
  /** `deterministic` leaves a language model out even where one is set up. */
  readonly mapper: 'any' | 'deterministic'
  readonly signal: AbortSignal
  readonly report: (event: MappingEvent) => void
}

const noCost: MappingUsage = { calls: 0, promptTokens: 0, completionTokens: 0 }

/** Maps a goal with the language model of the environment, or by rules alone where there is none. */
export async function mapRequest(
  services: Needs<'languageModel' | 'logger' | 'store'>,
  { catalog, tools }: OpenMapping,
  request: MapRequest,
): Promise<MappedRequest> {
  const { goal, report } = request
  const chat = request.mapper === 'deterministic' ? undefined : services.languageModel
  if (chat === undefined) {
    report({ kind: 'stage', name: 'rank' })
    const result = mapGoal(goal, catalog, tools)
    if (result.status === 'mapped') reportDraft(result, report)
    return { result, usage: noCost, mapper: { mode: 'deterministic' }, notes: [] }
  }
  const notes: DraftNote[] = []
  const mapping = await mapGoalWithModel(goal, catalog, {
    ...tools,
    chat,
    signal: request.signal,
    now: Date.now,
    sleep: (ms, signal) => setTimeout(ms, undefined, { signal }),
    cache: answerCache(services, request.organizationId),
    report: (event) => {
      if (event.kind === 'diagnostic' && event.code === 'text_left_out')
        notes.push({ code: event.code, message: event.message })
      report(event)
    },
  })
  const { result, usage, fallback } = mapping
  if (fallback === undefined) return { result, usage, mapper: { mode: 'model', model: chat.model }, notes }
  if (result.status === 'mapped') reportDraft(result, report)
  const note = { reason: fallback, message: fallbackMessage(fallback, chat.model) }
  return { result, usage, mapper: { mode: 'deterministic', model: chat.model, fallback: note }, notes }
}

function reportDraft(
  draft: Extract<ModelMapping['result'], { status: 'mapped' }>,
  report: MapRequest['report'],
): void {
  report({ kind: 'candidate', operation: draft.operation, alternatives: draft.alternatives })
  report({ kind: 'stage', name: 'map' })
  for (const line of draft.lines) report({ kind: 'line', line })
  report({ kind: 'stage', name: 'compile' })
}

/** Answers are kept per organisation; losing them costs a call and nothing else, so a failing store is only logged. */
function answerCache(services: Needs<'logger' | 'store'>, organizationId: OrganizationId): AnswerCache {
  const orLogged = <Value>(work: Promise<Value>): Promise<Value | undefined> =>
    work.catch((error: unknown) => {
      services.logger.warn({ err: error }, 'An answer of the language model could not be kept or found.')
      return undefined
    })
  return {
    find: (key) =>
      orLogged(services.store.run(organizationId, (transaction) => findAutomapAnswer(transaction, key))),
    save: async (key, answer) => {
      await orLogged(
        services.store.run(organizationId, (transaction) =>
          saveAutomapAnswer(transaction, organizationId, { key, answer }),
        ),
      )
    },
  }
}
