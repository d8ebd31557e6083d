import {
  describeType,
  formatFieldPath,
  isJsonArray,
  type Json,
  type OutputType,
  type PathStep,
  PlatformError,
  type TypeRef,
} from '@bindery/model'
import { coerceValue } from './coerce-value.ts'
import { describeShape } from './walk-answer.ts'

/** Why a part of an answer cannot be an output. */
export type Flaw = 'type_mismatch' | 'output_missing' | 'transform_failed'

/** An output, and where in the answer it is read. */
export interface Place {
  /** `leaf`, or `rows.leaf` inside rows. */
  readonly name: string
  readonly path: readonly PathStep[]
}

/** The path of a place as people write it: `$` for the whole answer. */
export const pathText = (path: readonly PathStep[]): string => formatFieldPath(path) || '$'

/** A misfit as the end of a sentence: what is there, and what the provider's schema says. Holds no value. */
export function describeMisfit(value: Json, wanted: OutputType | TypeRef | 'list' | 'object'): string {
  const odd = oddItem(value, wanted)
  if (odd !== undefined)
    return `has an item that is ${describeShape(odd.item)} where the schema of the provider says ${typeText(odd.wanted)}`
  const due = wanted === 'list' ? 'a list' : wanted === 'object' ? 'an object' : typeText(wanted)
  return `is ${describeShape(value)} where the schema of the provider says ${due}`
}

/** Of a list where a list is due: the first item of another shape than its items have. */
function oddItem(value: Json, wanted: OutputType | TypeRef | 'list' | 'object') {
  if (typeof wanted === 'string' || wanted.kind !== 'list' || !isJsonArray(value)) return undefined
  const item = value.find((each) => each !== null && coerceValue(each, wanted.items) === undefined)
  return item === undefined ? undefined : { item, wanted: wanted.items }
}

function typeText(type: OutputType | TypeRef): string {
  switch (type.kind) {
    case 'list':
      return 'a list'
    case 'object':
    case 'map':
      return 'an object'
    case 'union':
      return type.members.map(typeText).join(' or ')
    case 'scalar':
    case 'enum':
      return describeType({ kind: 'scalar', scalar: type.scalar })
  }
}

/** The error of an answer that lacks what it must hold. Names the provider, the output and its path, never a value. */
export function unusable(
  provider: string,
  { name, path }: Place,
  { flaw, what, cause }: { readonly flaw: Flaw; readonly what: string; readonly cause?: unknown },
): PlatformError {
  const at = pathText(path)
  const message = `The answer of "${provider}" cannot be used: "${name}" (path ${at}) ${what}.`
  return new PlatformError('upstream_invalid_response', message, {
    reason: flaw,
    sent: 'maybe',
    members: { leaf: name, path: at },
    cause,
  })
}
