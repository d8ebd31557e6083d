import { isErrorCode, JsonValue, type OrganizationId, PlatformError, Secret } from '@bindery/model'
import type { KeptAnswer, KeptOne } from '@bindery/runtime'
import type { SecretPlace, Store } from '@bindery/store'
import { z } from 'zod'

const JsonRecord = z.record(z.string(), JsonValue)

/** An answer as it is pasted. A body that is a text is taken byte for byte, so that no number in it is rounded. */
const PastedOne = z.union([
  z.strictObject({
    data: JsonValue.describe('The answer as the paths of the binding read it: for a database its rows'),
    isTruncated: z.boolean().default(false),
  }),
  z.strictObject({
    body: JsonValue.describe('The body as the provider sends it; a text is taken as it is'),
    status: z.int().min(100).max(599).default(200),
    contentType: z.string().min(1).max(200).default('application/json'),
  }),
])
type PastedOne = z.output<typeof PastedOne>

/** The answer of the operation or, for a skill of several steps, those of each step, one for every time that it runs. */
export const PastedAnswer = z.union([
  ...PastedOne.options,
  z.strictObject({
    steps: z
      .record(z.string(), z.array(PastedOne).min(1).max(20))
      .describe('By step: its answers, in the order of its runs; the last one stands for all later ones'),
  }),
])
export type PastedAnswer = z.output<typeof PastedAnswer>

/** What the skill must make of it: an output, or the code of an error. */
export const Expectation = z.union([
  z.strictObject({ output: JsonRecord }),
  z.strictObject({ error: z.string().max(60).refine(isErrorCode, 'Expected a code of the error table') }),
])
export type Expectation = z.output<typeof Expectation>

/** What a test keeps. It may be data of people, so it is stored sealed and never logged. */
export const TestContent = z.strictObject({
  response: PastedAnswer,
  params: JsonRecord,
  expect: Expectation,
})
export type TestContent = z.output<typeof TestContent>

const mostBytes = 262_144

const placeOf = (organizationId: OrganizationId, testId: string): SecretPlace => ({
  organizationId,
  record: `skill-test/${testId}`,
  field: 'content',
})

/** Throws `document_too_large` for more than a test may hold. */
export function sealContent(
  store: Store,
  owner: { readonly organizationId: OrganizationId; readonly id: string },
  content: TestContent,
): string {
  const text = JSON.stringify(content)
  if (Buffer.byteLength(text) > mostBytes) {
    const message = `A test may hold ${mostBytes} bytes: paste a shorter answer of the same shape.`
    throw new PlatformError('document_too_large', message)
  }
  return store.vault.seal(new Secret(text), placeOf(owner.organizationId, owner.id))
}

export function openContent(
  store: Store,
  owner: { readonly organizationId: OrganizationId; readonly id: string },
  sealed: string,
): TestContent {
  const text = store.vault.open(sealed, placeOf(owner.organizationId, owner.id)).reveal()
  return TestContent.parse(JSON.parse(text))
}

export function toKeptAnswer(response: PastedAnswer, params: TestContent['params']): KeptAnswer {
  if (!('steps' in response)) return toKeptOne(response, params)
  const steps = Object.entries(response.steps).map(
    ([id, answers]) => [id, answers.map((answer) => toKeptOne(answer, {}))] as const,
  )
  return { from: 'steps', steps: Object.fromEntries(steps), params }
}

function toKeptOne(response: PastedOne, params: TestContent['params']): KeptOne {
  if ('data' in response) return { from: 'data', ...response, params }
  const { body, status, contentType } = response
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return { from: 'http', status, contentType, body: new TextEncoder().encode(text), params }
}
