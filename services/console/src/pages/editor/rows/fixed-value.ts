import { toConstant } from '../fit.ts'
import type { Column, FieldCondition } from './condition.ts'

type Fixed = FieldCondition['const']

/** What is typed for a condition with a fixed value: of one that has several, between commas. Undefined when it is none. */
export function readFixed(
  text: string,
  column: Column | undefined,
  op: FieldCondition['op'],
): { readonly value: Exclude<Fixed, undefined> } | undefined {
  const jsonType = column?.jsonType ?? 'string'
  if (op !== 'in') return readOne(text, jsonType)
  const values = text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map((each) => readOne(each, jsonType))
  const read = values.flatMap((each) => (each === undefined ? [] : [each.value]))
  return read.length === values.length && read.length > 0 ? { value: read } : undefined
}

function readOne(text: string, jsonType: string): { readonly value: string | number | boolean } | undefined {
  const value = toConstant(text, jsonType)?.value
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  return isPlain ? { value } : undefined
}

/** A fixed value as it is typed. */
export function writeFixed(value: Fixed): string {
  if (Array.isArray(value)) return value.map(writeOne).join(', ')
  return writeOne(value)
}

const writeOne = (value: Fixed): string =>
  typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value)
