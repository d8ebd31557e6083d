import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import {
  type ChatModel,
  type ChatQuestion,
  type GoalText,
  promptVersion,
} from '../../../packages/mapper/src/index.ts'
import { fingerprint } from '../../../packages/model/src/index.ts'

/**
 * One prompt with its answer, a line of `answers.jsonl`. Whoever answers one by hand sees `system`, `user` and `schema` and nothing
 * else, and puts down who they are and when.
 */
export const PromptRecord = z.object({
  /** What was mapped: the goal with its names, which question of it this was, and of which step. */
  request: z.string(),
  turn: z.int(),
  step: z.string(),
  promptVersion: z.int(),
  promptHash: z.string(),
  system: z.string(),
  user: z.string(),
  schema: z.unknown(),
  /** The text of the answer, JSON by the schema; null while nobody has answered. */
  answer: z.string().nullable(),
  /** Name of the model, or of the reader. */
  by: z.string().nullable(),
  /** ISO 8601. */
  at: z.string().nullable(),
})

export type PromptRecord = z.infer<typeof PromptRecord>

const answersFile = 'answers.jsonl'
const openFile = 'unanswered.jsonl'

/** A chat for each goal, in whose name its questions are kept. */
export type ChatFor = (request: GoalText) => ChatModel

/** Asks a model and keeps what it was asked and what it said, as they come. */
export function recordChat(chat: ChatModel, folder: string, now: () => Date): ChatFor {
  mkdirSync(folder, { recursive: true })
  return (request) => {
    let turn = 0
    return {
      model: chat.model,
      ask: async (question, limits) => {
        const prompt = describePrompt(request, turn++, question)
        const answer = await chat.ask(question, limits)
        const text = answer.status === 'answered' ? answer.text : null
        append(join(folder, answersFile), {
          ...prompt,
          answer: text,
          by: chat.model,
          at: now().toISOString(),
        })
        return answer
      },
    }
  }
}

/** A prompt that differs from the one whose answer was kept. */
export class StaleReplay extends Error {
  override readonly name = 'StaleReplay'
}

/**
 * Answers from what was kept. A question that nobody answered is put into `unanswered.jsonl` for somebody to answer, and fails; one
 * that was asked in other words is refused with `StaleReplay`, since its answer was given to something else.
 */
export function replayChat(folder: string): ChatFor {
  const file = join(folder, answersFile)
  const known = new Map(readRecords(file).map((record) => [keyOf(record), record]))
  const models = new Set([...known.values()].flatMap(({ by }) => by ?? []))
  return (request) => {
    let turn = 0
    return {
      model: [...models].join(', ') || 'nobody',
      ask: ({ ...question }) => {
        const prompt = describePrompt(request, turn++, question)
        const found = known.get(keyOf(prompt))
        if (found !== undefined && found.promptHash !== prompt.promptHash)
          return Promise.reject(
            new StaleReplay(
              `${file}: question ${prompt.turn + 1} (${prompt.step}) of "${request.goal}" was answered under another prompt (version ${found.promptVersion}, now ${promptVersion}). Record it again.`,
            ),
          )
        const usage = { promptTokens: 0, completionTokens: 0, calls: 1 }
        const text = found?.answer ?? undefined
        if (text !== undefined) return Promise.resolve({ status: 'answered', text, usage })
        append(join(folder, openFile), { ...prompt, answer: null, by: null, at: null })
        return Promise.resolve({ status: 'failed', failure: 'refused', usage })
      },
    }
  }
}

function describePrompt(
  { goal, parameters = [], outputs = [] }: GoalText,
  turn: number,
  { name, system, user, schema }: ChatQuestion,
): Omit<PromptRecord, 'answer' | 'by' | 'at'> {
  const request = JSON.stringify({ goal, parameters, outputs })
  const promptHash = fingerprint({ system, user, schema })
  return { request, turn, step: name, promptVersion, promptHash, system, user, schema }
}

const keyOf = ({ request, turn }: Pick<PromptRecord, 'request' | 'turn'>): string => `${turn} ${request}`

function readRecords(file: string): readonly PromptRecord[] {
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => PromptRecord.parse(JSON.parse(line)))
}

const append = (file: string, record: PromptRecord): void =>
  appendFileSync(file, `${JSON.stringify(record)}\n`)
