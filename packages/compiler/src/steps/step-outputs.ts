import {
  type OperationSkill,
  type Output,
  type OutputType,
  type RowsOutput,
  type TypeRef,
} from '@bindery/model'
import { takenLeaf } from './inner-binding.ts'
import type { PlannedStep } from './step-plan.ts'

/** The outputs of a step that others name: those of the row that it takes, or those of its answer. */
export function ownOutputs({ step }: PlannedStep, { outputs }: OperationSkill): readonly Output[] {
  return step.take === undefined ? outputs : (rowsOf(outputs)?.fields ?? [])
}

/** The list that a step takes rows of. */
export const rowsOf = (outputs: readonly Output[]): RowsOutput | undefined =>
  outputs.find((output): output is RowsOutput => output.kind === 'rows' && output.leaf === takenLeaf)

export const findOutput = (outputs: readonly Output[], leaf: string): Output | undefined =>
  outputs.find((output) => output.leaf === leaf)

/** The type of an output, as that of what it may be given to. */
export const toTypeRef = (type: OutputType): TypeRef =>
  type.kind === 'list' ? { kind: 'list', items: toTypeRef(type.items), itemsNullable: true } : type
