import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { ChatModel, ChatQuestion } from '../../../packages/mapper/src/index.ts'
import { PromptRecord, recordChat, replayChat, StaleReplay } from './prompt-record.ts'

const folder = mkdtempSync(join(tmpdir(), 'bindery-prompts-'))
afterAll(() => rmSync(folder, { recursive: true }))

const goal = { goal: 'List the orders', parameters: ['phone'] }
const question: ChatQuestion = {
  name: 'select_operation',
  system: 'You choose.',
  user: 'o1 listOrders',
  schema: { type: 'object' },
  maxTokens: 100,
}
const limits = { signal: new AbortController().signal, calls: 5 }
const model: ChatModel = {
  model: 'm-1',
  ask: () =>
    Promise.resolve({
      status: 'answered',
      text: '{"choices":["o1"]}',
      usage: { promptTokens: 1, completionTokens: 1, calls: 1 },
    }),
}
const recordsIn = (file: string) =>
  readFileSync(join(folder, file), 'utf8')
    .trim()
    .split('\n')
    .map((line) => PromptRecord.parse(JSON.parse(line)))

test('keeps what a model was asked and said, with who and when, and answers from it', async () => {
  await recordChat(model, folder, () => new Date('2026-11-30T12:00:00Z'))(goal).ask(question, limits)
  expect(recordsIn('answers.jsonl')).toMatchObject([
    { turn: 0, step: 'select_operation', user: 'o1 listOrders', by: 'm-1', at: '2026-11-30T12:00:00.000Z' },
  ])
  const replayed = replayChat(folder)(goal)
  expect(replayed.model).toBe('m-1')
  expect(await replayed.ask(question, limits)).toMatchObject({
    status: 'answered',
    text: '{"choices":["o1"]}',
  })
})

test('refuses a replay whose prompt differs from what was answered', async () => {
  const asked = replayChat(folder)(goal).ask({ ...question, user: 'o1 deleteOrders' }, limits)
  await expect(asked).rejects.toThrow(StaleReplay)
})

test('puts down what nobody has answered, so that any reader may', async () => {
  const other = { goal: 'List the invoices' }
  expect(await replayChat(folder)(other).ask(question, limits)).toMatchObject({ status: 'failed' })
  const [open] = recordsIn('unanswered.jsonl')
  expect(open).toMatchObject({ system: 'You choose.', schema: { type: 'object' }, answer: null, by: null })
  const answer = { ...open, answer: '{"choices":[]}', by: 'a reader', at: '2026-11-30T13:00:00Z' }
  appendFileSync(join(folder, 'answers.jsonl'), `${JSON.stringify(answer)}\n`)
  expect(await replayChat(folder)(other).ask(question, limits)).toMatchObject({ text: '{"choices":[]}' })
})
