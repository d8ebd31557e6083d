import type { TypeRef } from '@bindery/model'
import { z } from 'zod'

/**
 * How the text of a value becomes JSON and back. `digits` stay text, `moment` has no zone, `instant` is UTC, `bytes` are
 * base64 on our side and hexadecimal on the server's.
 */
const Plain = z.enum(['text', 'integer', 'digits', 'number', 'boolean', 'moment', 'instant', 'bytes', 'json'])

export const Codec = z.union([
  Plain,
  /** `{1,NULL,3}` */
  z.strictObject({ array: Plain }),
  /** `red,blue` */
  z.strictObject({ set: Plain }),
])
export type Codec = z.infer<typeof Codec>
type PlainCodec = z.infer<typeof Plain>

/** The codec of a column by its type in the catalog. */
export function codecOf(type: TypeRef, lists: 'array' | 'set'): Codec {
  if (type.kind !== 'list') return plainCodecOf(type)
  const item = plainCodecOf(type.items)
  return lists === 'array' ? { array: item } : { set: item }
}

function plainCodecOf(type: TypeRef): PlainCodec {
  if (type.kind !== 'scalar') return 'text'
  switch (type.scalar) {
    case 'integer':
    case 'number':
    case 'boolean':
      return type.scalar
    case 'int64':
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

/** MySQL's `timestamp` is a moment in time; that of PostgreSQL is only when it says so. */
const isInstant = (format: string): boolean => format === 'timestamp' || format.endsWith('with time zone')
