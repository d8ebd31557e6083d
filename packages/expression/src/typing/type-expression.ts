import type { CatalogIndex, SensitivityClass, Typed } from '@bindery/model'
import type { Expression } from '../expression.ts'
import type { ExpressionProblem } from '../expression-problem.ts'
import { Inference } from './inference.ts'
import { type InferredType, mayBeNull } from './inferred-type.ts'
import { type FieldReference, Reads } from './reads.ts'

/** What an expression works on: its type, and the class of the field that holds it. */
export interface ExpressionInput extends Typed {
  readonly sensitivity?: SensitivityClass
}

export interface ExpressionTyping {
  readonly type: InferredType
  /**
   * The output may be null or missing. A list is only where null may meet an operator or a function that needs a value:
   * no items are an empty list.
   */
  readonly nullable: boolean
  /** The strictest class of all that is read. Values that are only counted or looked for do not count. */
  readonly sensitivity: SensitivityClass
  /** The fields of the catalog that are read, each once, in the order of the text. */
  readonly references: readonly FieldReference[]
  /** Names of the objects that are used as a whole, with all that is inside them. */
  readonly wholes: readonly string[]
  /** Names and types that cannot be right. Empty when the expression fits its input. */
  readonly problems: readonly ExpressionProblem[]
}

/** Types an expression against the type of its input. Total; objects that the catalog lacks are taken as anything. */
export function typeExpression(
  expression: Expression,
  input: ExpressionInput,
  catalog: CatalogIndex,
): ExpressionTyping {
  const reads = new Reads(catalog, input.sensitivity ?? 'none')
  const start = { type: input.type, nullable: input.nullable, missing: false }
  const output = new Inference({ catalog, reads }, start).infer(expression.root, start)
  return {
    type: output.type,
    nullable: reads.mayBeAbsent || (output.type.kind !== 'list' && (mayBeNull(output) || output.missing)),
    sensitivity: reads.sensitivity,
    references: reads.fields,
    wholes: reads.wholes,
    problems: reads.problems,
  }
}
