import { scalarType, type Typed } from '@bindery/model'
import type { SchemaLifter } from '../json-schema/lifter.ts'
import type { Obstacle } from './availability.ts'
import type { Call } from './call.ts'
import { isJsonType } from './lift-body.ts'
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
  const answer = answerOf(media.type)
  const accept = media.type.includes('*') || media.type === '' ? 'application/json' : media.type
  if (answer === 'binary') return { answer, accept, returns: { type: scalarType('binary'), nullable: false } }
  if (answer === 'text') return { answer, accept, returns: { type: scalarType('string'), nullable: false } }
  if (media.schema === undefined)
    return { answer, accept, returns: { type: scalarType('any'), nullable: true } }
  const lifted = lifter.lift(media.schema, `${operation}.response`)
  if (!lifted.isResolved) return { ...unresolved(response), accept }
  return { answer, accept, returns: { type: lifted.type, nullable: lifted.nullable } }
}

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
    content.find((media) => answerOf(media.type) === 'text') ??
    content[0]
  )
}

function answerOf(type: string): 'json' | 'text' | 'binary' {
  if (isJsonType(type) || type.includes('*') || type === '') return 'json'
  if (type.startsWith('text/') || type.endsWith('xml') || type.includes('yaml') || type.includes('ndjson'))
    return 'text'
  return type.includes('javascript') || type.endsWith('csv') ? 'text' : 'binary'
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
