import { isJsonArray, isJsonObject, type Json, objectFrom } from '@bindery/model'
import type { IssueLog } from './issue-log.ts'
import type { Addressed } from './read-text.ts'

const maxNodes = 2000
const maxDepth = 30

/**
 * A default, example or enumeration value that the catalog can hold exactly. Numbers that a double rounds, very large
 * or very deep values and texts that are not Unicode give undefined and an issue.
 */
export function readValue(value: Json, at: Addressed, log: IssueLog): Json | undefined {
  if (typeof value === 'string' && value.isWellFormed() && value.length <= 20_000) return value
  if (typeof value === 'boolean' || value === null) return value
  if (holdsReference(value, 0)) {
    log.report({
      code: 'reference_in_value',
      severity: 'warning',
      message:
        'A default or example holds a "$ref"; references in values are never followed, and it was left out.',
      pointer: at.pointer,
    })
    return undefined
  }
  if (isHolding(value, 0, { nodes: 0 })) return copyOf(value)
  log.report({
    code: typeof value === 'number' ? 'number_out_of_range' : 'value_unusable',
    severity: 'warning',
    message:
      typeof value === 'number'
        ? 'A number is too large to be kept exactly; it was left out.'
        : 'A value is too large, too deep or holds numbers or characters that cannot be kept; it was left out.',
    pointer: at.pointer,
  })
  return undefined
}

/** True for numbers that mean what the document says: finite, and exact when whole. */
export function isExactNumber(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))
}

function isHolding(value: Json, depth: number, total: { nodes: number }): boolean {
  total.nodes += 1
  if (depth > maxDepth || total.nodes > maxNodes) return false
  if (typeof value === 'number') return isExactNumber(value)
  if (typeof value === 'string') return value.isWellFormed() && value.length <= 20_000
  if (isJsonArray(value)) return value.every((item) => isHolding(item, depth + 1, total))
  if (!isJsonObject(value)) return true
  return Object.keys(value).every(
    (name) => name.isWellFormed() && isHolding(value[name] ?? null, depth + 1, total),
  )
}

function holdsReference(value: Json, depth: number): boolean {
  if (depth > 4) return false
  if (isJsonArray(value)) return value.slice(0, 50).some((item) => holdsReference(item, depth + 1))
  if (!isJsonObject(value)) return false
  if (typeof value['$ref'] === 'string') return true
  return Object.keys(value)
    .slice(0, 50)
    .some((name) => holdsReference(value[name] ?? null, depth + 1))
}

/** YAML aliases make shared nodes, and `undefined` cannot be told from null once it is in a list: copy what is kept. */
function copyOf(value: Json): Json {
  if (isJsonArray(value)) return value.map(copyOf)
  if (!isJsonObject(value)) return value
  return objectFrom(Object.keys(value).map((name) => [name, copyOf(value[name] ?? null)] as const))
}
