import { type Binding, indexCatalog, type ObjectType, type Operation } from '@bindery/model'
import type { AssignedOutputs } from '../assignment/assign-outputs.ts'
import type { AssignedParameters } from '../assignment/assign-parameters.ts'
import type { PreparedGoal } from '../prepare-goal.ts'
import { buildBinding } from './build-binding.ts'

/** The binding as it is first written, before the compiler has seen it. */
export function writeBinding(draft: {
  readonly prepared: PreparedGoal
  readonly operation: Operation
  readonly parameters: AssignedParameters
  readonly outputs: AssignedOutputs
}): Binding {
  const { prepared, operation, parameters, outputs } = draft
  const table = tableOf(operation, prepared)
  const { goal, allowSensitive = [] } = prepared.goal
  return buildBinding({ goal, operation, parameters, outputs, table, allowSensitive })
}

/** The table that an operation is about; undefined for one that is about none. */
export function tableOf({ object }: Operation, { index }: PreparedGoal): ObjectType | undefined {
  return object === undefined ? undefined : indexCatalog(index.catalog).object(object)
}
