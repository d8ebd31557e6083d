import type { OperationSkill, Output, RowsOutput } from '@bindery/model'
import { mostOf } from './inner-binding.ts'
import { findOutput, ownOutputs, rowsOf } from './step-outputs.ts'
import type { PlannedEach, PlannedGiven, PlannedStep, StepPlan } from './step-plan.ts'

/** The outputs of the whole, made of those of its steps. */
export function toOutputs({ steps, gives }: StepPlan, skills: readonly OperationSkill[]): readonly Output[] {
  const known = new Map(
    steps.flatMap((planned, at) => {
      const skill = skills[at]
      return skill === undefined ? [] : [[planned.step.id, { planned, skill }] as const]
    }),
  )
  return gives.flatMap((given) => toOutput(given, known))
}

interface Known {
  readonly planned: PlannedStep
  readonly skill: OperationSkill
}

type KnownSteps = ReadonlyMap<string, Known>

function toOutput(given: PlannedGiven, known: KnownSteps): readonly Output[] {
  const found = known.get(given.step)
  if (found === undefined) return []
  if ('each' in given) return [eachRow(given, found, known)]
  const output = findOutput(ownOutputs(found.planned, found.skill), given.of)
  if (output === undefined) return []
  const whole = { ...output, leaf: given.leaf, path: [stepName(found), ...output.path] }
  const nullable = output.nullable || mayLack(found.planned)
  return whole.kind === 'rows' && given.max !== undefined
    ? [{ ...whole, nullable: mayLack(found.planned), max: given.max }]
    : [{ ...whole, nullable }]
}

const stepName = ({ planned }: Known) => ({ kind: 'field', name: planned.step.id }) as const

/** A step that finds nothing, or waits for one that may, gives null. */
const mayLack = ({ step, isSkippable }: PlannedStep): boolean => isSkippable || step.take === 'optional'

interface GivenRows {
  readonly leaf: string
  readonly each: readonly PlannedEach[]
}

function eachRow({ leaf, each }: GivenRows, of: Known, known: KnownSteps): RowsOutput {
  const { planned, skill } = of
  const rows = rowsOf(skill.outputs)
  const source = planned.step.take === 'each' ? planned : known.get(planned.forEach ?? '')?.planned
  return {
    kind: 'rows',
    leaf,
    path: [stepName(of), ...(rows?.path ?? [])],
    max: mostOf(source?.step.max),
    nullable: planned.isSkippable,
    fields: each.flatMap((field) => toField(field, of, known)),
  }
}

/** Of another step of the same row nothing may have come: its row may lack what it waits for. */
function toField({ leaf, step, of }: PlannedEach, row: Known, known: KnownSteps): readonly Output[] {
  const found = known.get(step)
  const output = found === undefined ? undefined : findOutput(ownOutputs(found.planned, found.skill), of)
  if (found === undefined || output === undefined) return []
  const isOther = found.planned.step.id !== row.planned.step.id
  return [{ ...output, leaf, nullable: output.nullable || isOther }]
}
