import { failure, type FieldPath, parseFieldPath, type PathStep, type Result, success } from '@bindery/model'

/** A value of a step, by name: the step, and the way from the row that it takes or from its answer. */
export interface StepReference {
  readonly step: string
  readonly path: readonly PathStep[]
}

/** Reads `caller.id`, and `$steps.caller.outputs.id` as Arazzo writes it. Fails with what is wrong. */
export function readReference(written: FieldPath): Result<StepReference, string> {
  const parsed = parseFieldPath(written)
  if (!parsed.ok) return parsed
  const [first, ...path] = withoutArazzo(parsed.value)
  return first?.kind === 'field'
    ? success({ step: first.name, path })
    : failure('It begins with the name of a step.')
}

/** Runtime expressions say of which part of a step they are; only its outputs can be meant here. */
function withoutArazzo(steps: readonly PathStep[]): readonly PathStep[] {
  const [steady, id, outputs, ...rest] = steps
  const isArazzo =
    steady?.kind === 'field' &&
    steady.name === '$steps' &&
    id !== undefined &&
    outputs?.kind === 'field' &&
    outputs.name === 'outputs'
  return isArazzo ? [id, ...rest] : steps
}
