import type { FunctionName } from './functions/function-names.ts'

/** A parsed expression of the allowed subset: immutable, and all that evaluation and typing read. */
export interface Expression {
  readonly text: string
  readonly root: Node
}

export type Node =
  | LiteralNode
  | VariableNode
  | NameNode
  | WildcardNode
  | PathNode
  | BinaryNode
  | NegationNode
  | ListNode
  | RangeNode
  | ObjectNode
  | ConditionNode
  | FallbackNode
  | BlockNode
  | CallNode

/** What every node may carry behind it: `[...]`, `{...}` and `[]`. */
export interface Suffixes {
  /** Character of the text where it starts, from 0. */
  readonly position: number
  /** Filters applied to the value of the node itself. */
  readonly predicates: readonly Node[]
  /** Filters applied by the path whose step the node is. */
  readonly stages: readonly Node[]
  readonly group?: readonly Pair[]
  /** Written with `[]`: a single item stays a list. */
  readonly keepsList: boolean
}

/** Key and value of an object constructor or of a grouping. */
export interface Pair {
  readonly key: Node
  readonly value: Node
}

interface LiteralNode extends Suffixes {
  readonly kind: 'literal'
  readonly value: string | number | boolean | null
}

/** `$`, the value at hand, or `$$`, the whole input. */
interface VariableNode extends Suffixes {
  readonly kind: 'variable'
  readonly name: 'context' | 'input'
}

/** A step to the field of that name. */
interface NameNode extends Suffixes {
  readonly kind: 'name'
  readonly name: string
}

/** A step to the values of all fields. */
interface WildcardNode extends Suffixes {
  readonly kind: 'wildcard'
}

export interface PathNode extends Suffixes {
  readonly kind: 'path'
  readonly steps: readonly PathStepNode[]
  /** A step was written with `[]`. */
  readonly keepsSingleton: boolean
}

export type PathStepNode = Node | SortStep

export interface SortStep {
  readonly kind: 'sort'
  readonly position: number
  readonly terms: readonly { readonly expression: Node; readonly direction: 'ascending' | 'descending' }[]
  readonly stages: readonly Node[]
}

export const binaryOperators = [
  '+',
  '-',
  '*',
  '/',
  '%',
  '=',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '&',
  'in',
  'and',
  'or',
] as const
export type BinaryOperator = (typeof binaryOperators)[number]

export interface BinaryNode extends Suffixes {
  readonly kind: 'binary'
  readonly operator: BinaryOperator
  readonly left: Node
  readonly right: Node
}

export interface NegationNode extends Suffixes {
  readonly kind: 'negation'
  readonly operand: Node
}

export interface ListNode extends Suffixes {
  readonly kind: 'list'
  readonly items: readonly Node[]
  /** First or last step of a path: its items are kept together. */
  readonly isConstructed: boolean
}

/** Whole numbers from `from` to `to`, both included; none when `from` is the larger. */
export interface RangeNode extends Suffixes {
  readonly kind: 'range'
  readonly from: number
  readonly to: number
}

export interface ObjectNode extends Suffixes {
  readonly kind: 'object'
  readonly pairs: readonly Pair[]
}

export interface ConditionNode extends Suffixes {
  readonly kind: 'condition'
  readonly test: Node
  readonly consequent: Node
  readonly otherwise?: Node
}

/** `??` takes the right side when the left is missing, `?:` when the left is false in the boolean sense. */
export interface FallbackNode extends Suffixes {
  readonly kind: 'fallback'
  readonly operator: '??' | '?:'
  readonly left: Node
  readonly right: Node
}

/** Parentheses; `body` is absent for `()`. */
interface BlockNode extends Suffixes {
  readonly kind: 'block'
  readonly body?: Node
  readonly isConstructed: boolean
}

export interface CallNode extends Suffixes {
  readonly kind: 'call'
  readonly function: FunctionName
  readonly arguments: readonly (Node | PatternArgument)[]
  /** Whether the value at hand may stand in for a missing first argument: not after `x ~> $f` without brackets. */
  readonly context: 'given' | 'none'
}

/** A regular expression; only an argument of the functions that search text. */
export interface PatternArgument {
  readonly kind: 'pattern'
  readonly position: number
  readonly source: string
  readonly flags: string
}
