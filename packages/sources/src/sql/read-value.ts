import type { Json } from '@bindery/model'
import { parseLossless } from '../http-json/parse-lossless.ts'
import type { Codec } from './codec.ts'
import { readArray } from './read-array.ts'

/** What the server wrote, as JSON without a change of value. Text that its codec does not know stays as it is. */
export function readValue(text: string | null, codec: Codec): Json {
  if (text === null) return null
  if (typeof codec === 'object') {
    if ('set' in codec) return text === '' ? [] : text.split(',').map((item) => readValue(item, codec.set))
    return readArray(text, (item) => readValue(item, codec.array)) ?? text
  }
  switch (codec) {
    case 'text':
    case 'digits':
    case 'int64':
    case 'uint64':
    case 'oid':
      return text
    case 'integer':
    case 'number':
    case 'single':
      return readNumber(text)
    case 'boolean':
    case 'bit':
      return text === 't' || text === 'true' || text === '1'
    case 'moment':
      return text.replace(/^(\d{4}-\d\d-\d\d) /, '$1T')
    case 'instant':
      return readInstant(text)
    case 'bytes':
      return Buffer.from(text.replace(/^\\x/, ''), 'hex').toString('base64')
    case 'json':
      return readJson(text)
  }
}

/** `NaN` and `Infinity` are no JSON numbers, and some integers no doubles: both stay text. */
function readNumber(text: string): Json {
  const value = Number(text)
  const isExact = Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))
  return isExact && text.trim() !== '' ? value : text
}

/** Sessions run in UTC, so servers write `2024-03-09 21:00:00.5+00`. At least three digits, and all that there are. */
function readInstant(text: string): string {
  const parts = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?(?:\+00)?$/.exec(text)
  if (parts === null) return text
  return `${parts[1]}T${parts[2]}.${(parts[3] ?? '').padEnd(3, '0')}Z`
}

function readJson(text: string): Json {
  try {
    return parseLossless(text)
  } catch {
    return text
  }
}
