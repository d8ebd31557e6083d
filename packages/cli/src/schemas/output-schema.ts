import type { AnswerName } from '@bindery/client/answers'
import { membersOf } from '../output/rows.ts'

export type JsonSchema = Readonly<Record<string, unknown>>

/** The shape of a command's data: what a route of the API answers, or one of its own. */
export type OutputSchema =
  | { readonly from: 'answer'; readonly of: AnswerName; readonly member?: string }
  | { readonly from: 'own'; readonly schema: JsonSchema }

/** The data that a route answers: `GET /api/v1/agents`. */
export const answerOf = (of: AnswerName): OutputSchema => ({ from: 'answer', of })

/** One member of it. */
export const memberOf = (of: AnswerName, member: string): OutputSchema => ({ from: 'answer', of, member })

export const own = (schema: JsonSchema): OutputSchema => ({ from: 'own', schema })

/** An object that has these members, and no other. */
export const members = (
  properties: Readonly<Record<string, JsonSchema>>,
  optional: readonly string[] = [],
): JsonSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  additionalProperties: false,
})

export const listOf = (items: JsonSchema): JsonSchema => ({ type: 'array', items })
export const text: JsonSchema = { type: 'string' }
export const maybeText: JsonSchema = { type: ['string', 'null'] }
export const anything: JsonSchema = {}

/** The whole of what --json writes: `{data, meta, warnings}`. Loads the shapes of the API where it names one. */
export async function envelopeSchema(output: OutputSchema): Promise<JsonSchema> {
  const { data, definitions } = await dataSchema(output)
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: { data, meta: { type: 'object' }, warnings: { type: 'array' } },
    required: ['data', 'meta', 'warnings'],
    additionalProperties: false,
    ...(definitions !== undefined && { $defs: definitions }),
  }
}

async function dataSchema(output: OutputSchema) {
  if (output.from === 'own') return { data: output.schema, definitions: undefined }
  const { answerSchema } = await import('@bindery/client/answers')
  const { data, definitions } = answerSchema(output.of)
  if (output.member === undefined) return { data, definitions }
  const name = String(data['$ref']).replace('#/$defs/', '')
  const whole = membersOf(definitions[name] ?? data).get('properties')
  return { data: Object.fromEntries(membersOf(membersOf(whole).get(output.member))), definitions }
}

/** What every command answers under --dry-run that has none of its own. */
export const dryRunOutput: OutputSchema = own(
  members({ dryRun: { const: true }, method: text, address: text, body: anything }),
)
