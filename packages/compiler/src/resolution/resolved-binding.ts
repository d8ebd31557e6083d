import type {
  AssignedCondition,
  Binding,
  BindingInput,
  Condition,
  Json,
  Operation,
  OrderEntry,
  OutputType,
  PathSegment,
  SensitivityClass,
  TypeRef,
} from '@bindery/model'
import type { TemplateStretch, TextSyntaxName } from '@bindery/model/syntax'
import type { CatalogView } from './catalog-view.ts'
import type { TransformCheck } from './check-transform.ts'
import type { InnerRows, ResolvedReading } from './resolve-reading.ts'
import type { FoundPath, PathResolution } from './resolve-path.ts'
import type { TargetResolution } from './target.ts'

/** A binding with every name looked up once; names that lead nowhere are kept, for the rules to report. */
export interface ResolvedBinding {
  readonly binding: Binding
  readonly operation: Operation
  readonly view: CatalogView
  readonly assignments: readonly ResolvedAssignment[]
  readonly parameters: readonly ResolvedParameter[]
  readonly outputs: readonly ResolvedOutput[]
  /** Where the rows of the answer stand that a binding says something of. Undefined where it says nothing of them. */
  readonly reading: ResolvedReading | undefined
}

export type AuthoredSource =
  | { readonly from: 'parameter'; readonly name: string }
  | { readonly from: 'constant'; readonly value: Json }
  | { readonly from: 'relative'; readonly text: string }
  | AuthoredTemplate
  | { readonly from: 'both' }
  | { readonly from: 'neither' }

/** A text with parameters in it. One that cannot be read, or lacks its language, has no parts. */
export interface AuthoredTemplate {
  readonly from: 'template'
  readonly syntax: TextSyntaxName
  readonly parts: readonly TemplateStretch[]
}

/** One entry that fills a place of the arguments. */
export interface ResolvedAssignment {
  /** Path of the entry in the binding: `['inputs', 0]`. */
  readonly origin: readonly PathSegment[]
  /** Member of the entry that names the place. */
  readonly key: 'argument' | 'field' | 'column' | 'keyColumn'
  /** Set where it fills nothing but compares a field. */
  readonly condition?: AssignedCondition
  /** Set where it is a condition that fills an argument. */
  readonly sent?: AssignedCondition
  /** The same condition is sent too, by an entry of its own. */
  readonly isTwin?: true
  /** Set where it names rows: it is a filter of a search, a condition that every call has, or a part of the key of an update. */
  readonly namesRows?: true
  readonly name: string
  readonly source: AuthoredSource
  readonly resolution: TargetResolution
  readonly transform?: { readonly text: string; readonly check: TransformCheck }
  readonly input?: BindingInput
  /** Set where rows of a parameter are the items of a list: what is made of each. */
  readonly each?: EachRow
  /** The binding does not name it: the default of a required place that nothing else fills. */
  readonly isImplied?: true
}

/** One row of a list that a caller gives, looked up as if it were the input of an operation of its own. */
export interface EachRow {
  readonly max: number
  /** Undefined for a place that is no list of objects. */
  readonly row: ResolvedBinding | undefined
}

export interface ResolvedParameter {
  readonly name: string
  /** Path of the entry that declares or first uses it. */
  readonly origin: readonly PathSegment[]
  /** Member of that entry that names it. */
  readonly key: 'param' | 'keyParam' | 'each' | 'template'
  readonly type: TypeRef
  readonly uses: readonly ResolvedAssignment[]
  readonly input?: BindingInput
}

export type ResolvedOutput = ResolvedValue | ResolvedRows

export interface ResolvedValue {
  readonly kind: 'value'
  readonly origin: readonly PathSegment[]
  readonly leaf: string
  readonly resolution: PathResolution
  readonly transform?: { readonly text: string; readonly check: TransformCheck }
  /** What the agent sees, when path and transform lead to a scalar or to a list of scalars. */
  readonly view?: ResolvedView
}

export interface ResolvedView {
  readonly path: FoundPath
  readonly type: OutputType
  readonly nullable: boolean
  readonly sensitivity: SensitivityClass
}

export interface ResolvedRows {
  readonly kind: 'rows'
  readonly origin: readonly PathSegment[]
  readonly leaf: string
  readonly resolution: PathResolution
  readonly max: number
  readonly maxOrigin: 'authored' | 'default'
  /** What the path leads to: a list, one object taken as a list of one, or something that has no rows. */
  readonly shape: 'list' | 'object' | 'neither'
  readonly fields: readonly ResolvedOutput[]
  /** What rows within rows must satisfy, and in which order they come, as authored. */
  readonly where?: readonly Condition[]
  readonly orderBy?: readonly OrderEntry[]
  /** Of rows within rows of an answer: what is known of them. */
  readonly inner?: InnerRows
}
