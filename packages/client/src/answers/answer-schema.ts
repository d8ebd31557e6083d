import { type AnswerName, answers, definitions } from '../answers.gen.ts'

type JsonSchema = Readonly<Record<string, unknown>>

export interface AnswerSchema {
  /** Of `data` of an answer. */
  readonly data: JsonSchema
  /** What it refers to as `#/$defs/<name>`, and nothing else. */
  readonly definitions: JsonSchema
}

/** The shape of what a route answers, as JSON Schema 2020-12. */
export function answerSchema(name: AnswerName): AnswerSchema {
  const data = toSchema(answers[name])
  const needed = new Map<string, unknown>()
  const waiting = referredTo(data)
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (needed.has(next)) continue
    needed.set(next, definitions[next])
    waiting.push(...referredTo(definitions[next]))
  }
  return { data, definitions: Object.fromEntries([...needed].sort(([a], [b]) => (a < b ? -1 : 1))) }
}

const referredTo = (schema: unknown): string[] =>
  [...JSON.stringify(schema).matchAll(/"#\/\$defs\/([^"]+)"/g)].map(([, name = '']) => name)

const toSchema = (value: unknown): JsonSchema =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}
