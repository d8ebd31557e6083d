import type { TargetOrder } from './resolve-target.ts'
import type { TargetResolution } from './target.ts'
import type { AssignedCondition, BindingInput, Operation, PathSegment, Typed } from '@bindery/model'
import type { AuthoredSource, ResolvedAssignment, ResolvedParameter } from './resolved-binding.ts'

export interface ResolvedEntry {
  readonly entry: Entry
  readonly resolution: TargetResolution
}

/** One authored line that fills a place, whichever part of the binding it stands in. */
export interface Entry {
  readonly origin: readonly PathSegment[]
  readonly key: ResolvedAssignment['key']
  readonly paramKey: ResolvedParameter['key']
  readonly name: string
  readonly source: AuthoredSource
  readonly order: TargetOrder
  readonly namesRows?: true
  readonly condition?: AssignedCondition
  /** Set where it is a condition that fills an argument. */
  readonly sent?: AssignedCondition
  /** The same condition is sent too, by an entry of its own. */
  readonly isTwin?: true
  /** The search over the rows that a condition is about, where they are rows within rows. */
  readonly search?: Operation
  /** One of the rows that a condition is about, where they are rows within rows of an answer. */
  readonly row?: Typed
  readonly transform?: string
  readonly input?: BindingInput
}
