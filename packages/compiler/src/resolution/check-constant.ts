import {
  type Constraints,
  type EnumType,
  formatProblem,
  isJsonArray,
  isJsonObject,
  type Json,
  nearestNames,
  type ScalarName,
  type Typed,
  wireTypeOf,
} from '@bindery/model'
import type { CatalogView } from './catalog-view.ts'
import { stepInto } from './step-into.ts'

/** Why a constant cannot be sent. */
export interface Misfit {
  readonly code: 'type_mismatch' | 'enum_mismatch'
  /** What is wrong, as the end of a sentence that begins with the name of the place. */
  readonly reason: string
  readonly suggestions: readonly string[]
  /** A value that would do, when one is plain to see. */
  readonly replacement?: Json
}

interface Wanted extends Typed {
  readonly constraints?: Constraints
}

/** Checks a value against type, allowed values and limits; patterns are not run. Undefined when it fits. */
export function checkConstant(value: Json, wanted: Wanted, view: CatalogView): Misfit | undefined {
  if (value === null) return wanted.nullable ? undefined : mismatch('cannot be null')
  const { type } = wanted
  switch (type.kind) {
    case 'scalar':
      return checkScalar(value, type.scalar) ?? checkLimits(value, wanted.constraints)
    case 'enum':
      return checkEnum(value, type)
    case 'list':
      if (!isJsonArray(value)) return mismatch('must be a list', [value])
      return (
        checkLimits(value, wanted.constraints) ??
        firstMisfit(
          value.map((item) => checkConstant(item, { type: type.items, nullable: type.itemsNullable }, view)),
        )
      )
    case 'map':
    case 'object':
      return isJsonObject(value) ? checkMembers(value, wanted, view) : mismatch('must be an object')
    case 'union': {
      const misfits = type.members.map((member) =>
        checkConstant(value, { type: member, nullable: false }, view),
      )
      return misfits.includes(undefined) ? undefined : firstMisfit(misfits)
    }
  }
}

function checkMembers(
  value: { readonly [name: string]: Json },
  wanted: Wanted,
  view: CatalogView,
): Misfit | undefined {
  return firstMisfit(
    Object.entries(value).map(([name, member]) => {
      const step = stepInto(wanted.type, name, view)
      if (step.status === 'found') return checkConstant(member, step.value, view)
      return mismatch(`has no field "${name}"`)
    }),
  )
}

function firstMisfit(misfits: readonly (Misfit | undefined)[]): Misfit | undefined {
  return misfits.find((misfit) => misfit !== undefined)
}

function mismatch(reason: string, replacement?: Json): Misfit {
  return {
    code: 'type_mismatch',
    reason,
    suggestions: [],
    ...(replacement === undefined ? {} : { replacement }),
  }
}

function checkEnum(value: Json, type: EnumType): Misfit | undefined {
  if (type.values.some((allowed) => allowed === value)) return undefined
  const suggestions = nearestNames(String(JSON.stringify(value)), type.values.map(String))
  const replacement = type.values.find((allowed) => String(allowed) === suggestions[0])
  const reason = `must be one of ${type.values
    .slice(0, 10)
    .map((allowed) => JSON.stringify(allowed))
    .join(', ')}${type.values.length > 10 ? ' ...' : ''}`
  return { code: 'enum_mismatch', reason, suggestions, ...(replacement === undefined ? {} : { replacement }) }
}

function checkScalar(value: Json, scalar: ScalarName): Misfit | undefined {
  const isExactNumber = scalar === 'int64' || scalar === 'decimal'
  if (isExactNumber) return isNumberText(value, scalar) ? undefined : mismatch(`must be a number (${scalar})`)
  switch (wireTypeOf(scalar)) {
    case 'any':
      return undefined
    case 'boolean':
      return typeof value === 'boolean' ? undefined : mismatch('must be true or false', toBoolean(value))
    case 'integer':
      return Number.isSafeInteger(value) ? undefined : mismatch('must be a whole number', toNumber(value))
    case 'number':
      return typeof value === 'number' ? undefined : mismatch('must be a number', toNumber(value))
    case 'string': {
      if (typeof value !== 'string')
        return mismatch(`must be text (${scalar})`, typeof value === 'number' ? String(value) : undefined)
      // Half a character is a fault of its own, wherever in a binding it stands.
      const expected = value.isWellFormed() ? formatProblem(scalar, value) : undefined
      return expected === undefined ? undefined : mismatch(`must be ${expected}`)
    }
  }
}

function isNumberText(value: Json, scalar: 'int64' | 'decimal'): boolean {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : ''
  return formatProblem(scalar, text) === undefined
}

function toNumber(value: Json): Json | undefined {
  return typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : undefined
}

function toBoolean(value: Json): Json | undefined {
  if (value === 'true') return true
  return value === 'false' ? false : undefined
}

function checkLimits(value: Json, limits: Constraints = {}): Misfit | undefined {
  if (typeof value === 'number') return checkNumber(value, limits)
  if (typeof value === 'string')
    return checkSize(value.length, 'characters', [limits.minLength, limits.maxLength])
  return isJsonArray(value) ? checkSize(value.length, 'items', [limits.minItems, limits.maxItems]) : undefined
}

function checkNumber(value: number, limits: Constraints): Misfit | undefined {
  if (limits.minimum !== undefined && value < limits.minimum)
    return mismatch(`must be at least ${limits.minimum}`, limits.minimum)
  if (limits.maximum !== undefined && value > limits.maximum)
    return mismatch(`must be at most ${limits.maximum}`, limits.maximum)
  if (limits.exclusiveMinimum !== undefined && value <= limits.exclusiveMinimum)
    return mismatch(`must be above ${limits.exclusiveMinimum}`)
  if (limits.exclusiveMaximum !== undefined && value >= limits.exclusiveMaximum)
    return mismatch(`must be below ${limits.exclusiveMaximum}`)
  return undefined
}

function checkSize(
  size: number,
  unit: string,
  [least, most]: readonly [number | undefined, number | undefined],
): Misfit | undefined {
  if (least !== undefined && size < least) return mismatch(`must have at least ${least} ${unit}`)
  return most !== undefined && size > most ? mismatch(`must have at most ${most} ${unit}`) : undefined
}
