import type { AssignedOutputs } from '../assignment/assign-outputs.ts'
import type { AssignedParameters } from '../assignment/assign-parameters.ts'
import type { DraftQuestion } from './questions.ts'
import type { LookupName } from '../lookup/give-names.ts'
import type { SaidPart } from '../parts/part.ts'
import type { ScoredOperation } from '../ranking/rank-operations.ts'

/** An operation with what goes where in it. */
export interface PlacedOperation {
  readonly ranked: ScoredOperation
  readonly parameters: AssignedParameters
  readonly outputs: AssignedOutputs
  /** What a model settled once and for all; absent where the goal's words are read for it. */
  readonly parts?: readonly SaidPart[]
  /** The one question that a model asks. */
  readonly asked?: readonly DraftQuestion[]
  /** Which names a model put to which arguments of lookups. */
  readonly lookups?: readonly LookupName[]
}
