import type { Field } from '@bindery/client'
import { stepText } from '../value-steps.ts'
import type { LoadObject } from './answer-lists.ts'
import type { Column } from './condition.ts'

/** Steps from a row into objects of it, and objects that are looked at: what lies deeper is written in the YAML. */
const deepest = 2
const mostObjects = 12

/**
 * What the rows of an answer can be compared by: their fields, and those of objects in them, `customer.city`. Lists in a row
 * hold several values, of which nobody says which one is meant.
 */
export async function columnsOfRows(fields: readonly Field[], load: LoadObject): Promise<readonly Column[]> {
  let level = within(fields, '')
  const columns = [...level]
  let left = mostObjects
  for (let depth = 1; depth <= deepest; depth += 1) {
    const inner = level.flatMap(({ name, object }) => (object === undefined ? [] : [{ name, object }]))
    const looked = inner.slice(0, left)
    left -= looked.length
    const found = await Promise.all(
      looked.map(async ({ name, object }) => within((await load(object)).fields, `${name}.`)),
    )
    level = found.flat()
    columns.push(...level)
  }
  return columns
}

/** Numbers, texts, days and moments can be sorted by; of all else nobody says which comes first. */
export const hasOrder = ({ operators }: Column): boolean => operators?.includes('lt') === true

interface RowField extends Column {
  /** What it holds, where that has fields of its own. */
  readonly object: string | undefined
}

const within = (fields: readonly Field[], prefix: string): readonly RowField[] =>
  fields
    .filter(
      ({ jsonType, isErrorChannel, access }) =>
        jsonType !== 'array' && isErrorChannel !== true && access !== 'write_only',
    )
    .map(({ name, type, jsonType, allowedValues, operators, functions, references: [object] }) => ({
      name: prefix + stepText(name),
      type,
      jsonType,
      operators,
      functions,
      object: jsonType === 'object' ? object : undefined,
      ...(allowedValues !== undefined && { allowedValues }),
    }))
    // An object can only be there or not: what has a value comes first.
    .toSorted((a, b) => Number(a.object !== undefined) - Number(b.object !== undefined))
