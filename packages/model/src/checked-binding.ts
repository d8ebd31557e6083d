import type { Binding } from './binding.ts'
import type { Argument, ObjectType, Operation } from './catalog.ts'
import type { Json } from './json.ts'
import type { ScalarName } from './scalar.ts'
import type { SensitivityClass } from './sensitivity.ts'
import type { TypeRef, Typed } from './type-ref.ts'

/** A binding whose every name was found in the catalog and whose every rule held. Only the compiler makes one. */
export interface CheckedBinding {
  readonly binding: Binding
  readonly operation: Operation
  readonly parameters: readonly SkillParameter[]
  readonly assignments: readonly Assignment[]
  readonly outputs: readonly Output[]
  /** Set by the compiler; a lowering that spells out what it asks for needs it. */
  readonly reach?: BindingReach
}

/** The part of the catalog that a binding can see, without what scoping hides, and what its transforms take from it. */
export interface BindingReach {
  readonly object: (name: string) => ObjectType | undefined
  /** Fields that transforms read inside the values that they are given. */
  readonly reads: readonly { readonly object: string; readonly field: string }[]
  /** Objects that a transform takes as a whole. */
  readonly wholes: readonly string[]
}

/** An input that the agent collects. */
export interface SkillParameter extends Typed {
  readonly name: string
  readonly required: boolean
  readonly description?: string
  readonly default?: Json
  readonly example?: Json
  readonly constraints?: Argument['constraints']
  /** Filled by the platform from the context of the conversation: agents neither see nor set it. */
  readonly origin?: 'context'
}

/** One value that goes into one place of the operation's arguments. */
export interface Assignment {
  /** Argument name, then field names inside it: `['body', 'customer', 'email']`. */
  readonly target: readonly string[]
  readonly targetType: TypeRef
  readonly targetNullable: boolean
  readonly source:
    | { readonly from: 'parameter'; readonly name: string; readonly transform?: string }
    | { readonly from: 'constant'; readonly value: Json }
}

/** One step from the answer towards a value. A `field` step over a list is only legal inside `rows`. */
export type PathStep =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'item'; readonly index: number }

export type Output = ValueOutput | RowsOutput

export interface ValueOutput {
  readonly kind: 'value'
  readonly leaf: string
  readonly path: readonly PathStep[]
  /** Type at the end of the path, before the transform. */
  readonly sourceType: TypeRef
  /** Type that the agent sees. */
  readonly type: OutputType
  /** The answer may lack it or hold null: then the leaf is null. */
  readonly nullable: boolean
  readonly transform?: string
  readonly sensitivity: SensitivityClass
}

export interface RowsOutput {
  readonly kind: 'rows'
  readonly leaf: string
  readonly path: readonly PathStep[]
  /** At most this many rows, 1 to 500; more in the answer are cut and reported. */
  readonly max: number
  readonly fields: readonly ValueOutput[]
  readonly nullable: boolean
}

/** A scalar, an enumeration, or a list of one of them. */
export type OutputType =
  | { readonly kind: 'scalar'; readonly scalar: ScalarName }
  | {
      readonly kind: 'enum'
      readonly scalar: ScalarName
      readonly values: readonly (string | number | boolean)[]
    }
  | { readonly kind: 'list'; readonly items: OutputType }
