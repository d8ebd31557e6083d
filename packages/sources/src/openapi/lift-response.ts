import { scalarType, type Typed } from '@bindery/model'
import type { Lifted } from '../json-schema/lifted.ts'
import type { SchemaLifter } from '../json-schema/lifter.ts'
import { isTextMedia } from '../json-schema/read-content.ts'
import type { Obstacle } from './obstacle.ts'
import type { Call } from './call.ts'
import { type Carried, carriedBy, isWrittenAsText } from './carried-type.ts'
import { holdsJson, isJsonType } from './media-type.ts'
import type { Media, Response } from './normal-form.ts'

export interface LiftedResponse {
  readonly returns?: Typed
  readonly answer: Call['answer']
  readonly accept?: string
  readonly obstacle?: Obstacle
}

/** What a successful call gives: the best 2xx response with content, in the media type that is read best. */
export function liftResponse(
  operation: string,
  responses: readonly Response[],
  lifter: SchemaLifter,
): LiftedResponse {
  const chosen = chooseResponse(responses)
  if (chosen === undefined) return { answer: 'none' }
  const { response, content } = chosen
  if (content === undefined) return unresolved(response)
  const media = chooseMedia(content)
  if (media === undefined) return { answer: 'none' }
  const lifted = media.schema === undefined ? undefined : lifter.lift(media.schema, `${operation}.response`)
  if (lifted?.isResolved === false) return { ...unresolved(response), accept: acceptOf(media.type, 'json') }
  const answer = answerOf(media.type, lifted === undefined ? undefined : carriedBy(lifted.type, lifter).kind)
  const accept = acceptOf(answer === 'binary' ? fileType(content) : media.type, answer)
  switch (answer) {
    case 'binary':
      return { answer, accept, returns: { type: scalarType('binary'), nullable: false } }
    case 'text':
    case 'plain':
      return { answer, accept, returns: { type: textTypeOf(lifted), nullable: false } }
    case 'json':
      return { answer, accept, returns: toTyped(lifted, responses.some(isEmptySuccess)) }
  }
}

const toTyped = (lifted: Lifted | undefined, mayBeEmpty: boolean): Typed =>
  lifted === undefined
    ? { type: scalarType('any'), nullable: true }
    : { type: lifted.type, nullable: lifted.nullable || mayBeEmpty }

/** Beside an answer with content one without is described: then there may be nothing, which is no failure. */
function isEmptySuccess(response: Response): boolean {
  return /^2(?:\d\d|XX)$/i.test(response.status) && response.content()?.length === 0
}

/** Text that is described as one of some words, or as a date, stays that. */
const textTypeOf = (lifted: Lifted | undefined): Typed['type'] =>
  lifted !== undefined && isWrittenAsText(lifted.type) ? lifted.type : scalarType('string')

function acceptOf(type: string, answer: 'json' | 'text' | 'plain' | 'binary'): string {
  if (!type.includes('*') && type !== '') return type
  return answer === 'json' ? 'application/json' : '*/*'
}

/** The type to ask a file in: a description that lists JSON for it means its errors. */
const fileType = (content: readonly Media[]): string =>
  content.find(({ type }) => !isJsonType(type) && type !== '')?.type ?? '*/*'

const order = ['200', '201', '2XX', '202', '203', '206', '207', '204', '205']

interface Chosen {
  readonly response: Response
  readonly content: readonly Media[] | undefined
}

/** The first success with content, in the order above. `default` counts only when no 2xx is described at all. */
function chooseResponse(responses: readonly Response[]): Chosen | undefined {
  const successes = responses.filter((response) => /^2(?:\d\d|XX)$/i.test(response.status))
  const ranked =
    successes.length === 0
      ? responses.filter((response) => response.status === 'default')
      : successes.sort((a, b) => rankOf(a) - rankOf(b))
  let first: Chosen | undefined
  for (const response of ranked) {
    const chosen = { response, content: response.content() }
    if (chosen.content === undefined || chosen.content.length > 0) return chosen
    first ??= chosen
  }
  return first
}

function rankOf(response: Response): number {
  const place = order.indexOf(response.status.toUpperCase())
  return place < 0 ? order.length : place
}

function chooseMedia(content: readonly Media[]): Media | undefined {
  return (
    content.find((media) => media.type === 'application/json') ??
    content.find((media) => isJsonType(media.type)) ??
    content.find((media) => media.type.includes('*') || media.type === '') ??
    content.find((media) => answerOf(media.type, undefined) === 'text') ??
    content[0]
  )
}

/**
 * How an answer is read: what its schema describes decides, and the label where the schema leaves it open. `plain` is
 * text whatever its label says, and JSON text where the server says so.
 */
function answerOf(type: string, carried: Carried['kind'] | undefined): 'json' | 'text' | 'plain' | 'binary' {
  if (carried === 'bytes') return 'binary'
  if (isJsonType(type) || holdsJson(type, carried)) return 'json'
  if (type.includes('*') || type === '') return carried === 'text' ? 'plain' : 'json'
  return isTextMedia(type) || type.includes('javascript') || type.includes('yaml') || type.endsWith('csv')
    ? 'text'
    : 'binary'
}

function unresolved(response: Response): LiftedResponse {
  return {
    answer: 'json',
    obstacle: {
      weight: 'limit',
      reason: {
        code: 'response_unresolved',
        message: 'The answer refers to a description that cannot be found; no field of it can be projected.',
        pointer: response.place.pointer,
      },
    },
  }
}
