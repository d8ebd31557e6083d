import type { Binding } from './binding.ts'
import type { Argument, ObjectType, Operation } from './catalog.ts'
import type { ConditionOperator, OrderEntry } from './condition.ts'
import type { Json } from './json.ts'
import type { PathStep } from './path-step.ts'
import type { Reading, RowField, RowOrder, TestedField } from './reading.ts'
import type { ReverseStep } from './reverse-steps.ts'
import type { ScalarName } from './scalar.ts'
import type { SensitivityClass } from './sensitivity.ts'
import type { TextSyntaxName } from './syntax/registry.ts'
import type { LiteralKind } from './syntax/write-literal.ts'
import type { TypeRef, Typed } from './type-ref.ts'
import type { WithheldMembers } from './withheld-members.ts'

/** A binding whose every name was found in the catalog and whose every rule held. Only the compiler makes one. */
export interface CheckedBinding {
  readonly binding: Binding
  readonly operation: Operation
  readonly parameters: readonly SkillParameter[]
  readonly assignments: readonly Assignment[]
  readonly outputs: readonly Output[]
  /** What is done with rows of the answer before outputs are taken from it. Absent where nothing is. */
  readonly reading?: Reading
  /** Set by the compiler; a lowering that spells out what it asks for needs it. */
  readonly reach?: BindingReach
}

/** The part of the catalog that a binding can see, without what scoping hides, and what its transforms take from it. */
export interface BindingReach {
  readonly object: (name: string) => ObjectType | undefined
  /** The search over the rows of an object of a database, with what scoping leaves of it. */
  readonly search?: (object: string) => Operation | undefined
  /** The rows that lead to an object, by an authored name. */
  readonly back?: (object: string, name: string) => ReverseStep | undefined
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
  /**
   * Filled by the platform: from the context of the conversation, or from an earlier step of the same skill. Agents neither
   * see nor set it.
   */
  readonly origin?: 'context' | 'step'
  /** Set where it is a list of flat rows: what each of them is made of, and nothing else. */
  readonly members?: readonly SkillParameter[]
}

/** One value that goes into one place of the operation's arguments. */
export interface Assignment {
  /** Argument name, then field names inside it: `['body', 'customer', 'email']`. */
  readonly target: readonly string[]
  readonly targetType: TypeRef
  readonly targetNullable: boolean
  /**
   * Which of the leading names of `target`, counted from 1, are objects that what holds them cannot do without: they are
   * sent without members rather than left out when nothing inside is given. Absent, as in older skills, is none.
   */
  readonly requiredObjects?: readonly number[]
  /** What a whole object that is given here may not hold. Absent where it may hold everything, and in older skills. */
  readonly withheld?: readonly WithheldMembers[]
  readonly source:
    | { readonly from: 'parameter'; readonly name: string; readonly transform?: string }
    | {
        readonly from: 'constant'
        readonly value: Json
        /** The binding does not name it: it is the default of a required place, or its only value. */
        readonly isDefault?: true
      }
    | { readonly from: 'relative'; readonly text: string }
    | TemplateSource
  /** Set where the parameter is a list of rows: what each row becomes, targets and parameters being those of one row. */
  readonly each?: readonly Assignment[]
  /** Set where it fills nothing but compares: what stands in `target` is then the field. */
  readonly condition?: AssignedCondition
}

/** A text in which parameters stand, each as one literal of its language. */
export interface TemplateSource {
  readonly from: 'template'
  readonly syntax: TextSyntaxName
  readonly parts: readonly TemplatePart[]
}

/**
 * Text that is sent as it is, or a parameter and how its value is written. Parts with the same number in `optional` are left
 * out together, of a call that gives no value for one of their parameters.
 */
export type TemplatePart = (
  | { readonly text: string }
  | { readonly param: string; readonly as: LiteralKind }
) & { readonly optional?: number }

/** What a condition says of the value that it compares a field with. */
export interface AssignedCondition {
  /**
   * Its place in `where`: `2`, or `2.0` for the first branch of an `anyOf`; of rows within rows after the places that lead
   * there: `0/3/2.0`. Unique in its skill.
   */
  readonly id: string
  /** The rows within rows that it is about, by the leaves that lead there. Absent for those that the search itself finds. */
  readonly rows?: readonly string[]
  readonly op: ConditionOperator
  /** Left out of a call that gives no value for it. */
  readonly optional?: true
  readonly fold?: true
  /** Most values of a list that a caller gives. */
  readonly max?: number
  /** Set where it is tested on the rows of the answer: it fills nothing and sends nothing. */
  readonly tested?: TestedField
}

export type Output = ValueOutput | RowsOutput

export interface ValueOutput {
  readonly kind: 'value'
  readonly leaf: string
  readonly path: readonly PathStep[]
  /**
   * After how many steps of `path` there is always a value, neither missing nor null, wherever what holds it is there; 0
   * is what the path begins at. An output whose list is empty or whose optional object is absent is null; one whose
   * required value is missing is an answer that cannot be used. Absent in older skills, where `nullable` alone decides.
   */
  readonly present?: readonly number[]
  /** Type at the end of the path, before the transform. */
  readonly sourceType: TypeRef
  /** Type that the agent sees. */
  readonly type: OutputType
  /** The answer may lack it or hold null, or its transform may give nothing: then the leaf is null. */
  readonly nullable: boolean
  readonly transform?: string
  /**
   * Whether the value before the transform may be missing or null: a transform is never run over that. Absent without a
   * transform, and in older skills, where it may.
   */
  readonly sourceNullable?: boolean
  readonly sensitivity: SensitivityClass
}

export interface RowsOutput {
  readonly kind: 'rows'
  readonly leaf: string
  readonly path: readonly PathStep[]
  /** As of a value. */
  readonly present?: readonly number[]
  /** At most this many rows, 1 to 500; more in the answer are cut and reported. */
  readonly max: number
  /** What is taken of each row: values, and lists of rows within it. */
  readonly fields: readonly Output[]
  /** The order of rows within the rows of a table, when the binding asks for one. */
  readonly orderBy?: readonly OrderEntry[]
  /** Of rows within the rows of an answer: what they are sorted by after reading, before their key. */
  readonly order?: readonly RowOrder[]
  /** What tells them apart, where they are sorted and the provider says it. */
  readonly key?: readonly RowField[]
  readonly nullable: boolean
  /** What the provider describes at the end of the path. Absent where it describes several things or nothing. */
  readonly shape?: 'list' | 'object'
  /** What it describes each row to be. Absent as `shape` is. */
  readonly rowShape?: 'object' | 'object_or_null'
}

/** A scalar, an enumeration, one of several of them, or a list of such values. */
export type OutputType =
  | OutputLeaf
  | { readonly kind: 'union'; readonly members: readonly OutputLeaf[] }
  | { readonly kind: 'list'; readonly items: OutputType }

/** The type of one value that is no list. */
export type OutputLeaf =
  | { readonly kind: 'scalar'; readonly scalar: ScalarName }
  | {
      readonly kind: 'enum'
      readonly scalar: ScalarName
      readonly values: readonly (string | number | boolean)[]
    }
