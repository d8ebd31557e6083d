import type { TypeRef } from '@bindery/model'
import { z } from 'zod'

/**
 * How the text of a value becomes JSON and back. `digits` stay text, and so do those of `int64`, `uint64` and `oid`, which
 * hold whole numbers of so many bits, `moment` has no zone, `instant` is UTC, `bytes` are
 * base64 on our side and hexadecimal on the server's, a `single` is a number that is sent as the
 * nearest one that 32 bits hold, a `bit` is true or false on our side and 1 or 0 on the server's.
 */
const Plain = z.enum([
  'text',
  'integer',
  'digits',
  'int64',
  'uint64',
  'oid',
  'number',
  'single',
  'boolean',
  'bit',
  'moment',
  'instant',
  'bytes',
  'json',
])

export const Codec = z.union([
  Plain,
  /** `{1,NULL,3}` */
  z.strictObject({ array: Plain }),
  /** `red,blue` */
  z.strictObject({ set: Plain }),
])
export type Codec = z.infer<typeof Codec>
type PlainCodec = z.infer<typeof Plain>

/** The codec of what a column is compared with: MySQL compares a `float` as the longer number that it keeps. */
export const comparedCodecOf = (type: TypeRef, lists: 'array' | 'set'): Codec =>
  type.kind === 'scalar' && type.scalar === 'number' && /^float\b/.test(type.format ?? '')
    ? 'single'
    : codecOf(type, lists)

/** The codec of a column by its type in the catalog. */
export function codecOf(type: TypeRef, lists: 'array' | 'set'): Codec {
  if (type.kind !== 'list') return plainCodecOf(type)
  const item = plainCodecOf(type.items)
  return lists === 'array' ? { array: item } : { set: item }
}

function plainCodecOf(type: TypeRef): PlainCodec {
  if (type.kind !== 'scalar' && type.kind !== 'enum') return 'text'
  switch (type.scalar) {
    case 'integer':
    case 'number':
      return type.scalar
    case 'boolean':
      return type.kind === 'scalar' && type.format === 'bit' ? 'bit' : 'boolean'
    case 'int64':
      return sizeOf(type.format ?? '')
    case 'decimal':
      return 'digits'
    case 'datetime':
      return isInstant(type.format ?? '') ? 'instant' : 'moment'
    case 'binary':
      return 'bytes'
    case 'any':
      return 'json'
    case 'string':
    case 'date':
    case 'time':
    case 'duration':
    case 'uuid':
    case 'email':
    case 'phone':
    case 'uri':
      return 'text'
  }
}

/** A bit string is as wide as it was declared, and no wider than the widest. */
function sizeOf(format: string): 'int64' | 'uint64' | 'oid' {
  if (format === 'oid') return 'oid'
  return format.endsWith('unsigned') || format === 'bit' ? 'uint64' : 'int64'
}

/** MySQL's `timestamp` is a moment in time; that of PostgreSQL is only when it says so. */
const isInstant = (format: string): boolean => format === 'timestamp' || format.endsWith('with time zone')
