import { PlatformError } from '@bindery/model'
import { z } from 'zod'
import type { ChatAnswer } from './chat-model.ts'

/** What a server takes, as far as it is known. */
export interface Manners {
  /** `schema`: held to; `schema_told`: taken and perhaps not held to, so that the prompt says it as well. */
  readonly format: 'schema' | 'schema_told' | 'object' | 'text'
  readonly tokens: 'max_completion_tokens' | 'max_tokens'
  readonly temperature: 'zero' | 'left_out'
}

/** What is read of an error, whatever class the library gave it. */
const HttpFailure = z.object({
  status: z.number(),
  headers: z.instanceof(Headers).optional().catch(undefined),
  message: z.string().catch(''),
  param: z.string().nullish().catch(undefined),
})

type Failed = Extract<ChatAnswer, { status: 'failed' }>

export function failureOf(error: unknown, signal: AbortSignal): Pick<Failed, 'failure' | 'retryAfterMs'> {
  if (signal.aborted) return { failure: 'timeout' }
  const known = HttpFailure.safeParse(error)
  if (!known.success) return { failure: failureOfDoor(error) }
  const { status, headers } = known.data
  if (status === 429) return { failure: 'rate_limited', retryAfterMs: retryAfterOf(headers) }
  if (status === 401 || status === 403) return { failure: 'unauthorized' }
  if (status === 408 || status === 409 || status >= 500)
    return { failure: 'unreachable', retryAfterMs: retryAfterOf(headers) }
  return { failure: status < 400 ? 'not_understood' : 'bad_request' }
}

const Cause = z.object({ cause: z.unknown() })

/** What the way out says about a request that got no answer; the library wraps it. */
function failureOfDoor(error: unknown): Failed['failure'] {
  if (error instanceof SyntaxError) return 'not_understood'
  if (!(error instanceof PlatformError)) {
    const { data } = Cause.safeParse(error)
    return data?.cause === undefined ? 'unreachable' : failureOfDoor(data.cause)
  }
  return doorFailures.get(error.code) ?? 'unreachable'
}

const doorFailures: ReadonlyMap<string, Failed['failure']> = new Map([
  ['egress_blocked', 'blocked'],
  ['upstream_timeout', 'timeout'],
  ['upstream_invalid_response', 'not_understood'],
])

const usualWaitMs = 1_000

function retryAfterOf(headers: Headers | undefined): number {
  const ms = Number(headers?.get('retry-after-ms') ?? Number.NaN)
  if (Number.isFinite(ms) && ms >= 0) return ms
  const text = headers?.get('retry-after') ?? ''
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1_000
  const at = Date.parse(text)
  return Number.isNaN(at) ? usualWaitMs : Math.max(0, at - Date.now())
}

/** How to ask again after a 400 that is about how we ask; undefined when it is about something else, or nothing is left to give up. */
export function lessDemanding(error: unknown, manners: Manners): Manners | undefined {
  const known = HttpFailure.safeParse(error)
  if (!known.success || (known.data.status !== 400 && known.data.status !== 422)) return undefined
  const about = `${known.data.param ?? ''} ${known.data.message}`.toLowerCase()
  if (/max_completion_tokens|max_tokens/.test(about) && manners.tokens === 'max_completion_tokens')
    return { ...manners, tokens: 'max_tokens' }
  if (about.includes('temperature') && manners.temperature === 'zero')
    return { ...manners, temperature: 'left_out' }
  const format = lesserFormat[manners.format]
  return format === undefined ? undefined : { ...manners, format }
}

const lesserFormat: Readonly<Record<Manners['format'], Manners['format'] | undefined>> = {
  schema: 'object',
  schema_told: 'object',
  object: 'text',
  text: undefined,
}
