import type {
  Argument,
  Constraints,
  Json,
  Operation,
  PathStep,
  SensitivityClass,
  Typed,
} from '@bindery/model'
import type { CatalogView } from './catalog-view.ts'
import type { FieldOf } from './step-into.ts'

/** A place in an operation's arguments that takes a value. */
export interface Target extends Typed {
  /** Argument name, then field names inside it. */
  readonly path: readonly string[]
  readonly argument: Argument
  readonly fields: readonly FieldOf[]
  readonly required: boolean
  readonly default?: Json
  readonly description?: string
  readonly example?: Json
  readonly constraints?: Constraints
  readonly sensitivity: SensitivityClass
  readonly isReadOnly: boolean
  /** Set where it is a value of a row of the answer, which nothing fills: the way to it. */
  readonly steps?: readonly PathStep[]
}

/** What an authored name means. */
export type TargetResolution =
  | { readonly status: 'found'; readonly target: Target }
  | { readonly status: 'blocked' }
  | { readonly status: 'unknown'; readonly suggestions: readonly string[] }

/** Where names are looked up. */
export interface TargetArena {
  readonly operation: Operation
  readonly view: CatalogView
}
