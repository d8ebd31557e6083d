import type { AssignedOutputs } from '../assignment/assign-outputs.ts'
import type { AssignedParameters } from '../assignment/assign-parameters.ts'
import type { ScoredOperation } from '../ranking/rank-operations.ts'

/** An operation with what goes where in it. */
export interface PlacedOperation {
  readonly ranked: ScoredOperation
  readonly parameters: AssignedParameters
  readonly outputs: AssignedOutputs
}
