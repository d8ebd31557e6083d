import { isJsonArray, type Json, PlatformError } from '@bindery/model'
import type { Codec } from './codec.ts'

/** A value as the text that is bound. Throws `validation_error` for one that does not fit the column exactly. */
export function writeValue(value: Json, codec: Codec, column: string): string | null {
  if (value === null) return null
  if (typeof codec === 'object') return writeList(value, codec, column)
  switch (codec) {
    case 'json':
      return JSON.stringify(value)
    case 'integer':
      if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value)
      throw unfit(column, 'a whole number')
    case 'number':
      if (typeof value === 'number') return String(value)
      throw unfit(column, 'a number')
    case 'single':
      if (typeof value === 'number') return String(nearestSingle(value))
      throw unfit(column, 'a number')
    case 'boolean':
      if (typeof value === 'boolean') return value ? 'true' : 'false'
      throw unfit(column, 'true or false')
    case 'bit':
      if (typeof value === 'boolean') return value ? '1' : '0'
      throw unfit(column, 'true or false')
    case 'digits':
      return writeDigits(value, column)
    case 'int64':
    case 'uint64':
    case 'oid':
      return writeWhole(value, wholes[codec], column)
    case 'text':
    case 'moment':
    case 'instant':
    case 'bytes':
      return writeText(value, codec, column)
  }
}

/** What 32 bits cannot hold at all equals nothing there, and is left as it is. */
function nearestSingle(value: number): number {
  const nearest = Math.fround(value)
  return Number.isFinite(nearest) && (nearest !== 0 || value === 0) ? nearest : value
}

function writeText(value: Json, codec: 'text' | 'moment' | 'instant' | 'bytes', column: string): string {
  if (typeof value !== 'string' || value.includes('\u0000') || !value.isWellFormed()) {
    throw unfit(column, 'text without NUL and broken characters')
  }
  switch (codec) {
    case 'text':
      return value
    case 'moment':
      if (/^\d{4}-\d\d-\d\d[Tt ][\d:.]+$/.test(value)) return value.replace(/[Tt]/, ' ')
      throw unfit(column, 'a date and time without a zone, such as 2026-11-30T14:30:00')
    case 'instant':
      return writeInstant(value, column)
    case 'bytes':
      return Buffer.from(value, 'base64').toString('hex')
  }
}

function writeDigits(value: Json, column: string): string {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value)
  if (typeof value === 'string' && /^-?\d{1,400}(?:\.\d{1,400})?(?:e[+-]?\d{1,3})?$/i.test(value))
    return value
  throw unfit(column, 'a number as text, such as "19.95"')
}

interface Whole {
  readonly least: bigint
  readonly most: bigint
}

const wholes: { readonly [codec in 'int64' | 'uint64' | 'oid']: Whole } = {
  int64: { least: -(2n ** 63n), most: 2n ** 63n - 1n },
  uint64: { least: 0n, most: 2n ** 64n - 1n },
  oid: { least: 0n, most: 2n ** 32n - 1n },
}

/** What is out of range is never sent: one server refuses it, the other compares with the nearest number that fits. */
function writeWhole(value: Json, { least, most }: Whole, column: string): string {
  const text = writeDigits(value, column)
  const number = /^-?\d+$/.test(text) ? BigInt(text) : undefined
  if (number !== undefined && number >= least && number <= most) return text
  throw unfit(column, `a whole number from ${least} to ${most}, as text`)
}

/** In UTC, as sessions are, without a zone: not every server reads one. Fractions of a second are kept as they are. */
function writeInstant(value: string, column: string): string {
  const parts = /^(\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(?::\d\d)?)(\.\d{1,9})?(Z|[+-]\d\d:?\d\d)$/i.exec(value)
  const seconds = Date.parse(`${parts?.[1]}${parts?.[3]}`)
  if (parts === null || Number.isNaN(seconds)) {
    throw unfit(column, 'a date and time with its zone, such as 2026-11-30T14:30:00+01:00')
  }
  return `${new Date(seconds).toISOString().slice(0, 19).replace('T', ' ')}${parts[2] ?? ''}`
}

function writeList(value: Json, codec: Exclude<Codec, string>, column: string): string {
  if (!isJsonArray(value)) throw unfit(column, 'a list')
  if ('set' in codec) {
    const words = value.map((item) => writeValue(item, codec.set, column))
    if (words.some((word) => word === null || word.includes(','))) throw unfit(column, 'words without commas')
    return words.join(',')
  }
  const items = value.map((item) => writeValue(item, codec.array, column))
  return `{${items.map((item) => (item === null ? 'NULL' : quoteItem(item))).join(',')}}`
}

const quoteItem = (item: string): string => `"${item.replaceAll(/["\\]/g, '\\$&')}"`

/** The one error for a value that a column cannot take. */
export function unfit(column: string, expected: string): PlatformError {
  return new PlatformError('validation_error', `"${column}" needs ${expected}.`, {
    reason: 'column_value',
    sent: 'no',
    members: { argument: column },
  })
}
