import { Buffer } from 'node:buffer'
import { impossible, type Implementation, ofNumber, ofText } from './implementation.ts'

export const base64encode: Implementation = ofText((text, { run }) =>
  run.text(Buffer.from(text, 'latin1').toString('base64')),
)

export const base64decode: Implementation = ofText((text) => Buffer.from(text, 'base64').toString('latin1'))

export const encodeUrlComponent: Implementation = ofText((text, call) => {
  if (!text.isWellFormed()) throw impossible(call, 'cannot encode half a character.')
  call.run.checkLength(text.length * 3)
  return call.run.text(encodeURIComponent(text))
})

export const decodeUrlComponent: Implementation = ofText((text, call) => {
  try {
    return decodeURIComponent(text)
  } catch {
    throw impossible(call, 'was given a malformed escape.')
  }
})

const isoInstant = /^\d{4}(-[01]\d)?(-[0-3]\d)?(T[0-2]\d:[0-5]\d:[0-5]\d)?(\.\d+)?([+-][0-2]\d:?[0-5]\d|Z)?$/

/** A time without a zone is taken as UTC, so that every machine gives the same answer. */
export const toMillis: Implementation = ofText((text, call) => {
  const parts = isoInstant.exec(text)
  const isZoneless = parts?.[3] !== undefined && parts[5] === undefined
  const millis = parts === null ? Number.NaN : Date.parse(isZoneless ? `${text}Z` : text)
  if (Number.isNaN(millis)) throw impossible(call, 'needs an ISO 8601 time: 2026-11-30T14:30:00Z.')
  return millis
})

export const fromMillis: Implementation = ofNumber((millis, call) => {
  const time = new Date(millis)
  const text = Number.isNaN(time.getTime()) ? '' : time.toISOString()
  if (!/^\d{4}-/.test(text)) throw impossible(call, 'needs a time between the years 0 and 9999.')
  return text
})
