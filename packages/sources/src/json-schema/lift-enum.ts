import { type EnumType, isJsonArray, type Json, type ScalarName } from '@bindery/model'
import type { IssueLog } from './issue-log.ts'
import type { ObjectPlace } from './place.ts'
import { isExactNumber } from './read-value.ts'
import { scalarOf } from './scalar-of.ts'

type EnumValue = string | number | boolean

/** The closed set of values of a schema and whether null is one of them. Undefined when there is no usable set. */
export function readEnum(
  place: ObjectPlace,
  log: IssueLog,
): { readonly type: EnumType; readonly nullable: boolean } | undefined {
  const { node } = place
  const listed = node['const'] === undefined ? node['enum'] : [node['const']]
  if (!isJsonArray(listed) || listed.length === 0) return undefined
  const values = new Set<EnumValue>()
  let nullable = false
  let unusable = 0
  for (const value of listed) {
    if (value === null) nullable = true
    else if (isEnumValue(value)) values.add(value)
    else unusable += 1
  }
  if (unusable > 0) reportUnusable(place, log)
  if (values.size === 0 || unusable > 0) return undefined
  const scalar = scalarOfValues(node['type'], node['format'], values)
  return { type: { kind: 'enum', scalar, values: [...values] }, nullable }
}

function isEnumValue(value: Json): value is EnumValue {
  if (typeof value === 'string') return value.isWellFormed() && value.length <= 2000
  return typeof value === 'boolean' || (typeof value === 'number' && isExactNumber(value))
}

/** The declared scalar when the values fit it, else what the values are. Mixed values are `any`. */
function scalarOfValues(
  type: Json | undefined,
  format: Json | undefined,
  values: ReadonlySet<EnumValue>,
): ScalarName {
  const kinds = new Set([...values].map((value) => typeof value))
  if (kinds.size > 1) return 'any'
  const [kind] = kinds
  if (kind === 'boolean') return 'boolean'
  if (kind === 'number') return [...values].every((value) => Number.isInteger(value)) ? 'integer' : 'number'
  const word = isJsonArray(type) ? type.find((item) => item !== 'null') : type
  if (typeof word !== 'string' || word !== 'string') return 'string'
  const scalar = scalarOf(word, typeof format === 'string' ? format : undefined)?.scalar
  return scalar === 'int64' || scalar === 'decimal' || scalar === undefined ? 'string' : scalar
}

function reportUnusable(place: ObjectPlace, log: IssueLog): void {
  log.report({
    code: 'enum_unusable',
    severity: 'info',
    message: 'An enumeration holds values that are not text, exact numbers or booleans; it is not enforced.',
    pointer: `${place.pointer}/enum`,
  })
}
