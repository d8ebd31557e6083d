import { type Argument, type Field, isJsonArray, isJsonObject, type Json } from '@bindery/model'
import type { Draft } from '../json-schema/draft.ts'
import type { Lifted } from '../json-schema/lifted.ts'
import type { SchemaLifter } from '../json-schema/lifter.ts'
import type { Place } from '../json-schema/place.ts'
import { isTextMedia } from '../json-schema/read-content.ts'
import { readText } from '../json-schema/read-text.ts'
import { removalFor } from './availability.ts'
import type { BodyEncoding, FieldEncoding } from './call.ts'
import { carriedBy, isBytesOrOpen, isFile, mediaTypeIn } from './carried-type.ts'
import { canCarry, kindOfMedia, type MediaKind, sentMediaType } from './media-type.ts'
import { parameterStyles, type Body, type KnownBody, type Media, type OperationHead } from './normal-form.ts'
import type { Obstacle } from './obstacle.ts'

export interface LiftedBody {
  readonly argument?: Argument
  readonly encoding?: BodyEncoding
  readonly obstacle?: Obstacle
}

/** The one `body` argument of an operation, in the media type that is sent best among those that can carry it. */
export function liftBody(
  named: { readonly head: OperationHead; readonly name: string },
  body: Body,
  lifter: SchemaLifter,
): LiftedBody {
  const { head } = named
  if (body.status === 'unresolved') return obstructed(head, body.pointer, 'quarantine')
  const chosen = chooseMedia(body, `${named.name}.body`, lifter)
  const weight = body.required ? 'quarantine' : 'limit'
  if (chosen === undefined) {
    const listed = body.content.map((item) => item.type).join(', ')
    return unsupported(head, body, {
      weight,
      why: listed === '' ? 'has no media type' : `is only described as ${clip(listed)}`,
    })
  }
  if (head.method === 'GET' || head.method === 'HEAD') {
    return unsupported(head, body, { weight, why: `cannot be sent with ${head.method}` })
  }
  const { kind, lifted } = chosen
  if (!lifted.isResolved) return obstructed(head, body.at.pointer, weight)
  const isWhole = kind === 'binary' && lifted.type.kind !== 'scalar'
  const argument: Draft<Argument> = {
    name: 'body',
    place: 'body',
    type: kind === 'binary' ? { kind: 'scalar', scalar: 'binary' } : lifted.type,
    nullable: lifted.nullable && !isWhole,
    required: body.required,
    sensitivity: 'none',
    provenance: body.at.pointer,
  }
  const description = readText(body.at.node['description'], body.at, lifter.log)
  if (description !== undefined) argument.description = description
  return { argument, encoding: toEncoding(chosen) }
}

interface LiftedMedia {
  readonly media: Media
  readonly kind: MediaKind
  readonly lifted: Lifted
  readonly fields: readonly Field[]
}

/** JSON first, then forms, then text and bytes; the first of them that can carry what its schema describes. */
const preference: readonly MediaKind[] = ['json', 'form', 'multipart', 'text', 'binary']

function chooseMedia(body: KnownBody, name: string, lifter: SchemaLifter): LiftedMedia | undefined {
  let first: LiftedMedia | undefined
  for (const media of inOrder(body.content)) {
    const lifted = lifter.lift(media.schema ?? undescribed(body), name)
    const carried = carriedBy(lifted.type, lifter)
    const kind = kindOfMedia(media.type, carried.kind)
    if (kind === undefined) continue
    const fields = carried.kind === 'fields' ? carried.fields : []
    const found = { media, kind, lifted, fields }
    const hasFiles = fields.some(({ type }) => isFile(type))
    if (canCarry(kind, carried.kind, hasFiles)) return found
    first ??= found
  }
  return first
}

const undescribed = ({ at }: KnownBody): Place => ({ ...at, node: {} })

/** By what the media type says alone; the schema of one that is not needed is not read. */
function inOrder(content: readonly Media[]): readonly Media[] {
  const rank = ({ type }: Media): number => {
    const kind = kindOfMedia(type, 'value')
    if (kind === undefined) return preference.length
    return (
      preference.indexOf(kind) - (type === 'application/json' ? 0.5 : 0) + (type.includes('*') ? 0.25 : 0)
    )
  }
  return content
    .map((media) => ({ media, rank: rank(media) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ media }) => media)
}

function toEncoding({ media, kind, fields }: LiftedMedia): BodyEncoding {
  const encoding: Draft<BodyEncoding> = { mediaType: sentMediaType(media.type, kind), kind }
  if (kind === 'form' || kind === 'multipart') {
    const listed = withFiles(fieldEncodings(media), kind === 'multipart' ? fields : [])
    if (listed.length > 0) encoding.fields = [...listed]
  }
  // What OpenAPI says where an encoding says nothing: style `form`, exploded.
  if (kind === 'form') encoding.lists = 'repeated'
  return encoding
}

/** Files of a multipart form arrive as base64 and are sent as bytes, each as a part with a name and a type of its own. */
function withFiles(encodings: readonly FieldEncoding[], fields: readonly Field[]): readonly FieldEncoding[] {
  const known = new Map(encodings.map((encoding) => [encoding.name, encoding]))
  for (const { name, type } of fields) {
    const encoding = known.get(name)
    const contentType = encoding?.contentType ?? mediaTypeIn(type)
    const isNamed = contentType !== undefined && !isTextMedia(contentType)
    const isBinary = isFile(type) || (isNamed && isBytesOrOpen(type))
    if (!isBinary && contentType === undefined) continue
    known.set(name, {
      ...encoding,
      name,
      ...(contentType === undefined ? {} : { contentType }),
      ...(isBinary ? { isBinary } : {}),
    })
  }
  return [...known.values()]
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
