import { fingerprint, isJsonObject, type Json, within } from '@bindery/model'
import { z } from 'zod'
import type { Budget } from './budget.ts'
import type { ChatAnswer, ChatFailure, ChatModel, ChatQuestion } from './chat-model.ts'
import { estimateTokens } from './clean-text.ts'
import { readReply } from './read-reply.ts'
import { promptVersion } from './prompt-version.ts'

/** Keeps legal answers by what was asked of which model; a miss is undefined. Both may be slow, neither may throw. */
export interface AnswerCache {
  find(key: string): Promise<string | undefined>
  save(key: string, text: string): Promise<void>
}

/** What the steps of one goal share. */
export interface Session {
  readonly chat: ChatModel
  readonly budget: Budget
  readonly signal: AbortSignal
  readonly cache?: AnswerCache | undefined
  /** Waits; rejects when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
}

export interface Step<Value> {
  readonly name: string
  readonly system: string
  readonly user: string
  readonly reply: z.ZodType<Value>
  readonly maxTokens: number
}

/** Why a step gave nothing: what the server did, an answer outside the schema, or a budget that is used up. */
export type StepFailure = ChatFailure | 'illegal_answer' | 'budget'

export type Asked<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly failure: StepFailure }

/** A second try is worth its cost once: after a cut answer with more room, after an illegal one with what was wrong. */
const mostTries = 2
const longestWaitMs = 5_000

/**
 * Puts one step to the model and reads its answer by the same schema that was sent. Retries once what a second try can
 * mend, within the budget. Never throws.
 */
export async function ask<Value>(step: Step<Value>, session: Session): Promise<Asked<Value>> {
  const schema = toStrictSchema(step.reply)
  let question: ChatQuestion = {
    name: step.name,
    system: step.system,
    user: step.user,
    schema,
    maxTokens: step.maxTokens,
  }
  const key = cacheKey(question, session.chat.model)
  const known = readReply(step.reply, (await session.cache?.find(key)) ?? '')
  if (known.ok) return { ok: true, value: known.value }
  let failure: StepFailure = session.budget.msLeft <= 0 ? 'timeout' : 'budget'
  for (let turn = 0; turn < mostTries; turn++) {
    if (!session.budget.take(tokensOf(question))) break
    const answer = await askInTime(question, session)
    session.budget.spend(answer.usage, answer.setup)
    if (answer.status === 'answered') {
      const reply = readReply(step.reply, answer.text)
      if (reply.ok) {
        await session.cache?.save(key, reply.text)
        return { ok: true, value: reply.value }
      }
      failure = 'illegal_answer'
      question = {
        ...question,
        user: `${step.user}\n\nYour last answer was not legal: ${reply.failure} Answer again.`,
      }
      continue
    }
    failure = answer.failure
    const next = await mend(question, answer, session)
    if (next === undefined) break
    question = next
  }
  return { ok: false, failure }
}

/** The question to ask after a failure, once it makes sense to ask again; undefined when it does not. */
async function mend(
  question: ChatQuestion,
  answer: Extract<ChatAnswer, { status: 'failed' }>,
  { budget, sleep, signal }: Session,
): Promise<ChatQuestion | undefined> {
  switch (answer.failure) {
    case 'cut_off':
      return { ...question, maxTokens: question.maxTokens * 3 }
    case 'rate_limited':
    case 'unreachable': {
      const wait = answer.retryAfterMs ?? 500
      if (wait > Math.min(longestWaitMs, budget.msLeft)) return undefined
      return sleep(wait, signal).then(
        () => question,
        () => undefined,
      )
    }
    case 'refused':
    case 'unauthorized':
    case 'bad_request':
    case 'not_understood':
    case 'blocked':
    case 'timeout':
      return undefined
  }
}

/** The schema counts twice: a server that may not hold to it is told it in words as well. */
const tokensOf = ({ system, user, schema }: ChatQuestion): number =>
  estimateTokens(system + user) + 2 * estimateTokens(JSON.stringify(schema))

const askInTime = (question: ChatQuestion, { chat, budget, signal }: Session): Promise<ChatAnswer> =>
  within(signal, Math.max(1, budget.msLeft), (deadline) =>
    chat.ask(question, { signal: deadline, calls: budget.callsLeft }),
  )

const cacheKey = ({ system, user, schema }: ChatQuestion, model: string): string =>
  fingerprint({ promptVersion, model, system, user, schema })

/** The JSON Schema of a reply as it is said, before it is read further, and without what strict modes refuse. */
export function toStrictSchema(reply: z.ZodType): ChatQuestion['schema'] {
  const json: Json = z.json().parse(z.toJSONSchema(reply, { target: 'draft-7', io: 'input' }))
  if (!isJsonObject(json)) throw new TypeError('A reply is an object.')
  const { $schema: _, ...schema } = json
  return schema
}
