import type { Binding, Operation } from '@bindery/client'
import { toSnake } from '../outputs.ts'

export type Condition = NonNullable<Binding['where']>[number]
export type FieldCondition = Exclude<Condition, { readonly anyOf: unknown }> & {
  /** Of a step: the value of an earlier one. */
  readonly from?: string
}
export type Operator = NonNullable<FieldCondition['op']>

/** A field that rows can be compared, ordered or counted by. */
export type Column = Pick<
  Operation['arguments'][number],
  'name' | 'type' | 'jsonType' | 'allowedValues' | 'operators' | 'functions'
>

/** Conditions of a binding, and ways in a group, at most. */
export const mostConditions = 20
export const mostWays = 8
/** Conditions that a call may leave out, at most. */
export const mostOptional = 4

/** Where a condition stands: in `where`, or as one way of a group there. */
export interface ConditionPlace {
  readonly at: number
  readonly way?: number
}

/** The field that a condition is about, or the argument that it is sent in. */
export const subjectOf = ({ field, argument }: Pick<FieldCondition, 'field' | 'argument'>): string =>
  field ?? argument ?? ''

/** How a condition compares, as people say it: "is empty" and "is not empty" are one operator of the binding. */
export type Comparison = Exclude<Operator, 'isNull'> | 'isEmpty' | 'isNotEmpty'

export function comparisonOf({ op = 'eq', const: value }: FieldCondition): Comparison {
  if (op !== 'isNull') return op
  return value === false ? 'isNotEmpty' : 'isEmpty'
}

/** What a column can be asked; a column that is gone keeps what is asked of it. */
export const comparisonsOf = (column: Column | undefined): readonly Comparison[] =>
  (column?.operators ?? []).flatMap((op): Comparison[] =>
    op === 'isNull' ? ['isEmpty', 'isNotEmpty'] : [op],
  )

/** Where the value of a condition comes from. */
export type ValueSource = 'param' | 'const' | 'relative' | 'step'

/** Undefined where nothing is compared with. */
export function valueSourceOf({ op, param, relative, from }: FieldCondition): ValueSource | undefined {
  if (op === 'isNull') return undefined
  if (from !== undefined) return 'step'
  if (param !== undefined) return 'param'
  return relative === undefined ? 'const' : 'relative'
}

/** A day or a moment can be counted from the call; what is one of several, or part of a text, cannot. */
export function sourcesFor(
  column: Column | undefined,
  { op = 'eq' }: FieldCondition,
): readonly ValueSource[] {
  const isTime = column?.type === 'date' || column?.type === 'datetime'
  const isCounted = isTime && op !== 'in' && op !== 'startsWith' && op !== 'contains'
  return isCounted ? ['param', 'const', 'relative'] : ['param', 'const']
}

/** Texts alone are compared without regard to case. */
export const canFold = (column: Column | undefined, { op }: FieldCondition): boolean =>
  op !== 'isNull' && column?.operators?.includes('contains') === true

/** The condition with another comparison; what cannot be said with it any more is left out. */
export function withComparison(condition: FieldCondition, comparison: Comparison): FieldCondition {
  const { field, argument, op: _op, const: value, ...kept } = condition
  const about = { ...(field !== undefined && { field }), ...(argument !== undefined && { argument }) }
  if (comparison === 'isEmpty' || comparison === 'isNotEmpty')
    return { ...about, op: 'isNull', const: comparison === 'isEmpty' }
  const { max, ...said } = kept
  const isList = comparison === 'in'
  const fixed = isList ? asList(value) : condition.op === 'isNull' ? undefined : asOne(value)
  const isGiven = [said.param, said.relative, said.from].some((given) => given !== undefined)
  return {
    ...about,
    ...(comparison !== 'eq' && { op: comparison }),
    ...(isGiven
      ? said
      : { ...said, ...(fixed === undefined ? { param: toSnake(subjectOf(about)) } : { const: fixed }) }),
    ...(isList && max !== undefined && { max }),
  }
}

type Fixed = FieldCondition['const']

const asList = (value: Fixed): Fixed =>
  value === undefined || Array.isArray(value) || typeof value === 'object' ? value : [value]

const isList = (value: Fixed): value is readonly unknown[] => Array.isArray(value)

const asOne = (value: Fixed): Fixed => (isList(value) ? (value[0] ?? '') : value)

/** The condition about another field: with the same comparison and value where that field has them. */
export function withField(condition: FieldCondition, column: Column): FieldCondition {
  const isKept = comparisonsOf(column).includes(comparisonOf(condition))
  const moved = { ...condition, field: column.name }
  const compared = isKept ? moved : withComparison(moved, comparisonsOf(column)[0] ?? 'eq')
  const { fold, param, ...rest } = compared
  const isOwnName = param === toSnake(subjectOf(condition))
  return {
    ...rest,
    ...(param !== undefined && { param: isOwnName ? toSnake(column.name) : param }),
    ...(fold === true && canFold(column, compared) && { fold }),
  }
}

/** The condition with its value from elsewhere. */
export function withSource(
  condition: FieldCondition,
  source: Exclude<ValueSource, 'step'>,
  column: Column | undefined,
): FieldCondition {
  const { param: _param, const: _const, relative: _relative, from: _from, ...kept } = condition
  const fixed = unasked(kept)
  switch (source) {
    case 'param':
      return { ...kept, param: toSnake(subjectOf(kept)) }
    case 'const':
      return { ...fixed, const: firstValueOf(column, kept.op) }
    case 'relative':
      return { ...fixed, relative: 'today' }
  }
}

/** The condition with its value from an earlier step. */
export function withStepValue(condition: FieldCondition, from: string): FieldCondition {
  const { param: _param, const: _const, relative: _relative, ...kept } = condition
  return { ...unasked(kept), from }
}

/** Without what is said of a value that agents give. */
function unasked(condition: FieldCondition): FieldCondition {
  const { optional: _optional, max: _max, description: _description, example: _example, ...kept } = condition
  return kept
}

/** A fixed value to begin with. */
function firstValueOf(
  column: Column | undefined,
  op: Operator | undefined,
): string | number | boolean | (string | number | boolean)[] {
  const [allowed] = column?.allowedValues ?? []
  const value = allowed ?? (column?.jsonType === 'boolean' ? true : column?.jsonType === 'integer' ? 0 : '')
  return op === 'in' ? [value] : value
}

/** A condition on a column to begin with: a parameter of its name says what it is. */
export function conditionOn(column: Column): FieldCondition {
  const [first = 'eq'] = comparisonsOf(column)
  const begun: FieldCondition = { field: column.name, param: toSnake(column.name) }
  return first === 'eq' ? begun : withComparison(begun, first)
}
