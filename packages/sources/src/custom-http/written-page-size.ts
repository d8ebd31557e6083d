import { type CheckedBinding, isJsonObject, type Json, type Operation } from '@bindery/model'
import { isSizeName } from '@bindery/model/pages'
import { type PageSize, toReadPageSize } from '../pages/page-size.ts'
import type { Call } from './call.ts'
import { parseText, type TextPart, wholeSlot } from './template.ts'

/**
 * How many rows a page holds: by a member of the query or of the body whose name says so, with the number that the template
 * writes there or the variable that fills it; else by the names of the variables.
 */
export function writtenPageSize(
  operation: Operation,
  call: Call,
  binding: CheckedBinding,
): PageSize | undefined {
  const known = toReadPageSize(operation, binding)
  const [written] = sizesOf(call)
  if (binding.reading === undefined || written === undefined) return known
  const { nextPath } = known ?? {}
  return { ...sizeIn(operation, written), ...(nextPath === undefined ? {} : { nextPath }) }
}

type Parts = readonly TextPart[]

function sizesOf({ query, body }: Call): readonly Parts[] {
  const members = body !== undefined && isJsonObject(body) ? Object.entries(body) : []
  const named = [
    ...query.map(({ name, parts }) => [name, parts] as const),
    ...members.map(([name, value]) => [name, partsOf(value)] as const),
  ]
  return named.flatMap(([name, parts]) => (isSizeName(name) && isSize(parts) ? [parts] : []))
}

const partsOf = (value: Json): Parts =>
  typeof value === 'string' ? parseText(value).parts : typeof value === 'number' ? [String(value)] : []

const isSize = (parts: Parts): boolean => wholeSlot(parts) !== undefined || numberIn(parts) !== undefined

function numberIn([only, second]: Parts): number | undefined {
  return typeof only === 'string' && second === undefined && /^\d{1,9}$/.test(only) ? Number(only) : undefined
}

function sizeIn({ arguments: all }: Operation, parts: Parts): PageSize {
  const slot = wholeSlot(parts)
  const size = slot === undefined ? numberIn(parts) : all.find(({ name }) => name === slot)?.default
  return {
    ...(slot === undefined ? {} : { sizeArgument: slot }),
    ...(typeof size === 'number' && Number.isSafeInteger(size) ? { size } : {}),
  }
}
