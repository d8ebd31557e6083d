import type { Json } from '../json.ts'
import { failure, type Result, success } from '../result.ts'
import { isNumeric } from '../scalar.ts'
import type { TypeRef } from '../type-ref.ts'
import { textSyntaxOf, type TextSyntaxName } from './registry.ts'

/** How a value is written: `pattern` is a text where the language looks for patterns. */
export type LiteralKind = 'text' | 'number' | 'boolean' | 'moment' | 'pattern'

/** How values of a type are written; undefined for what is no single value. */
export function literalKindOf(type: TypeRef): LiteralKind | undefined {
  if (type.kind !== 'scalar' && type.kind !== 'enum') return undefined
  const { scalar } = type
  if (scalar === 'any' || scalar === 'binary') return undefined
  if (scalar === 'boolean') return 'boolean'
  if (isNumeric(scalar)) return 'number'
  return scalar === 'date' || scalar === 'datetime' ? 'moment' : 'text'
}

/** A value as one literal of a language. Fails with why there is none, to stand behind "it". */
export function writeLiteral(
  value: Json,
  { syntax: name, as }: { readonly syntax: TextSyntaxName; readonly as: LiteralKind },
): Result<string, string> {
  const syntax = textSyntaxOf(name)
  switch (as) {
    case 'boolean':
      return typeof value === 'boolean' ? success(String(value)) : failure('is neither true nor false')
    case 'number': {
      const digits = digitsOf(value)
      if (digits === undefined) return failure('is no number that can be written out')
      return success(syntax.writeNumber?.(digits) ?? digits)
    }
    case 'moment':
      if (typeof value !== 'string' || !moment.test(value)) return failure('is no day or moment')
      return syntax.hasMoments === true ? success(value) : writeText(value, syntax.writeText)
    case 'pattern':
      return writeText(value, syntax.pattern?.write ?? syntax.writeText)
    case 'text':
      return writeText(value, syntax.writeText)
  }
}

function writeText(value: Json, write: (text: string) => Result<string, string>): Result<string, string> {
  if (typeof value !== 'string') return failure('is no text')
  return value.isWellFormed() ? write(value) : failure('holds half a character')
}

const moment = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})?)?$/

/** The digits of a number without an exponent and without zeros before them. */
function digitsOf(value: Json): string | undefined {
  if (typeof value === 'number' && !Number.isFinite(value)) return undefined
  const text = typeof value === 'number' ? String(value) : value
  if (typeof text !== 'string' || !/^-?\d{1,400}(?:\.\d{1,400})?$/.test(text)) return undefined
  return text.replace(/^(-?)0+(?=\d)/, '$1')
}
