import { type Argument, isJsonArray, isJsonObject, type Json } from '@bindery/model'
import type { Draft } from '../json-schema/draft.ts'
import type { SchemaLifter } from '../json-schema/lifter.ts'
import { readText } from '../json-schema/read-text.ts'
import { type Obstacle, removalFor } from './availability.ts'
import type { BodyEncoding, FieldEncoding } from './call.ts'
import { parameterStyles, type Body, type KnownBody, type Media, type OperationHead } from './normal-form.ts'

export interface LiftedBody {
  readonly argument?: Argument
  readonly encoding?: BodyEncoding
  readonly obstacle?: Obstacle
}

/** The one `body` argument of an operation, in the media type that is sent best: JSON, then forms, then text and bytes. */
export function liftBody(
  named: { readonly head: OperationHead; readonly name: string },
  body: Body,
  lifter: SchemaLifter,
): LiftedBody {
  const { head } = named
  if (body.status === 'unresolved') return obstructed(head, body.pointer, 'quarantine')
  const media = chooseMedia(body.content)
  const weight = body.required ? 'quarantine' : 'limit'
  if (media === undefined) {
    const listed = body.content.map((item) => item.type).join(', ')
    return unsupported(head, body, {
      weight,
      why: listed === '' ? 'has no media type' : `is only described as ${clip(listed)}`,
    })
  }
  if (head.method === 'GET' || head.method === 'HEAD') {
    return unsupported(head, body, { weight, why: `cannot be sent with ${head.method}` })
  }
  const kind = kindOf(media.type)
  const schema = media.schema
  const whole = { file: body.at.file, pointer: body.at.pointer, depth: body.at.depth }
  const lifted =
    schema === undefined
      ? lifter.lift({ ...whole, node: kind === 'binary' ? binarySchema : {} }, `${named.name}.body`)
      : lifter.lift(schema, `${named.name}.body`)
  if (!lifted.isResolved) return obstructed(head, body.at.pointer, weight)
  const argument: Draft<Argument> = {
    name: 'body',
    place: 'body',
    type: kind === 'binary' ? { kind: 'scalar', scalar: 'binary' } : lifted.type,
    nullable: lifted.nullable,
    required: body.required,
    sensitivity: 'none',
    provenance: body.at.pointer,
  }
  const description = readText(body.at.node['description'], body.at, lifter.log)
  if (description !== undefined) argument.description = description
  return { argument, encoding: toEncoding(media, kind) }
}

const binarySchema = { type: 'string', format: 'binary' }

type BodyKind = BodyEncoding['kind']

function kindOf(type: string): BodyKind | undefined {
  if (type === 'application/x-www-form-urlencoded') return 'form'
  if (type === 'multipart/form-data') return 'multipart'
  if (isJsonType(type) || type === '*/*' || type === 'application/*') return 'json'
  if (
    type === 'text/xml' ||
    type === 'application/xml' ||
    type.endsWith('+xml') ||
    type.startsWith('multipart/')
  )
    return undefined
  if (type.startsWith('text/') || type === 'application/graphql') return 'text'
  return type === '' ? undefined : 'binary'
}

/** `application/json`, anything `+json`, and the older names of it. */
export function isJsonType(type: string): boolean {
  return (
    type === 'application/json' || type.endsWith('+json') || type === 'text/json' || type.endsWith('/json')
  )
}

const preference: readonly BodyKind[] = ['json', 'form', 'multipart', 'text', 'binary']

function chooseMedia(content: readonly Media[]): Media | undefined {
  let best: Media | undefined
  let bestRank = preference.length
  for (const media of content) {
    const kind = kindOf(media.type)
    if (kind === undefined) continue
    const rank = preference.indexOf(kind) - (media.type === 'application/json' ? 0.5 : 0)
    if (rank >= bestRank) continue
    best = media
    bestRank = rank
  }
  return best
}

function toEncoding(media: Media, kind: BodyKind | undefined): BodyEncoding {
  const fields = kind === 'form' || kind === 'multipart' ? fieldEncodings(media) : []
  const mediaType = media.type.includes('*') ? 'application/json' : media.type
  return {
    mediaType,
    kind: kind ?? 'json',
    ...(fields.length === 0 ? {} : { fields: [...fields] }),
  }
}

function fieldEncodings(media: Media): readonly FieldEncoding[] {
  return Object.keys(media.encoding).flatMap((name): readonly FieldEncoding[] => {
    const entry = media.encoding[name]
    if (!isJsonObject(entry)) return []
    const style = parameterStyles.find((known) => known === entry['style'])
    const field: Draft<FieldEncoding> = { name: name.toWellFormed() }
    if (style !== undefined) field.style = style
    if (typeof entry['explode'] === 'boolean') field.explode = entry['explode']
    const type = firstType(entry['contentType'])
    if (type !== undefined) field.contentType = type
    return Object.keys(field).length === 1 ? [] : [field]
  })
}

function firstType(value: Json | undefined): string | undefined {
  const text = isJsonArray(value) ? value[0] : value
  const first = typeof text === 'string' ? text.split(',')[0]?.trim().toLowerCase() : undefined
  return first === undefined || !/^[\w.+*-]+\/[\w.+*-]+$/.test(first) ? undefined : first
}

function unsupported(
  head: OperationHead,
  body: KnownBody,
  found: { readonly weight: 'limit' | 'quarantine'; readonly why: string },
): LiftedBody {
  return {
    obstacle: {
      weight: found.weight,
      reason: {
        code: 'body_unsupported',
        message: `The body ${found.why}; it is ${found.weight === 'limit' ? 'optional and left out' : 'required'}.`,
        pointer: body.at.pointer,
        overlay: removalFor(head, 'Remove the body', 'requestBody'),
      },
    },
  }
}

function obstructed(head: OperationHead, pointer: string, weight: 'limit' | 'quarantine'): LiftedBody {
  return {
    obstacle: {
      weight,
      reason: {
        code: 'body_unresolved',
        message: 'The body refers to something that cannot be found.',
        pointer,
        overlay: removalFor(head, 'Remove the body that cannot be resolved', 'requestBody'),
      },
    },
  }
}

const clip = (text: string): string => text.slice(0, 120).toWellFormed()
