import { type Field, type TypeRef, wireTypeOf } from '@bindery/model'
import type { SchemaLifter } from '../json-schema/lifter.ts'

/**
 * What a body or an answer must carry, by its lifted type: `bytes` of a file, `fields` of which some may be files, a
 * `list`, `text`, or another `value`, which includes what is not described.
 */
export type Carried =
  | { readonly kind: 'bytes' | 'text' | 'list' | 'value' }
  | { readonly kind: 'fields'; readonly fields: readonly Field[] }

export function carriedBy(type: TypeRef, lifter: SchemaLifter): Carried {
  switch (type.kind) {
    case 'object':
      return { kind: 'fields', fields: lifter.fieldsOf(type.name) }
    case 'map':
      return { kind: 'fields', fields: [] }
    case 'union':
      return unionOf(type.members.map((member) => carriedBy(member, lifter)))
    case 'list':
      return { kind: 'list' }
    case 'enum':
      return { kind: isWrittenAsText(type) ? 'text' : 'value' }
    case 'scalar':
      if (isFile(type)) return { kind: 'bytes' }
      return { kind: isWrittenAsText(type) ? 'text' : 'value' }
  }
}

function unionOf(members: readonly Carried[]): Carried {
  const [first = { kind: 'value' as const }] = members
  const fields = members.flatMap((member) => (member.kind === 'fields' ? member.fields : []))
  if (members.every(({ kind }) => kind === first.kind))
    return first.kind === 'fields' ? { kind: 'fields', fields } : first
  return fields.length > 0 ? { kind: 'fields', fields } : { kind: 'value' }
}

/** True for a scalar whose values are text on every wire. */
export function isWrittenAsText(type: TypeRef): boolean {
  if (type.kind === 'enum') return type.values.every((value) => typeof value === 'string')
  return type.kind === 'scalar' && wireTypeOf(type.scalar) === 'string'
}

/** True for the bytes of a file, for a list of files, and for several ways to say either. */
export function isFile(type: TypeRef): boolean {
  switch (type.kind) {
    case 'scalar':
      return (
        type.content?.as === 'bytes' ||
        (type.content?.as === 'base64' && type.content.mediaType !== undefined)
      )
    case 'list':
      return isFile(type.items)
    case 'union':
      return type.members.every(isFile)
    case 'enum':
    case 'object':
    case 'map':
      return false
  }
}

/** True for bytes, however they are carried, for what is not described, and for lists of either. */
export function isBytesOrOpen(type: TypeRef): boolean {
  if (type.kind === 'list') return isBytesOrOpen(type.items)
  if (type.kind === 'union') return type.members.every(isBytesOrOpen)
  return type.kind === 'scalar' && (type.scalar === 'binary' || type.scalar === 'any')
}

/** The media type that the provider's schema names for the content of a value. */
export function mediaTypeIn(type: TypeRef): string | undefined {
  if (type.kind === 'list') return mediaTypeIn(type.items)
  if (type.kind === 'union') return type.members.map(mediaTypeIn).find((found) => found !== undefined)
  return type.kind === 'scalar' ? type.content?.mediaType : undefined
}
