import type { StepTake } from './steps-binding.ts'
import type { OperationSkill } from './operation-skill.ts'

/** One operation of a skill of several, with what joins it to the others. */
export interface SkillStep {
  readonly id: string
  /** The step as the skill that it would be alone: what earlier steps give it is a parameter of it like any other. */
  readonly skill: OperationSkill
  /** What is taken of the rows that it finds, which are then the only output of its skill. Absent takes its whole answer. */
  readonly take?: TakenRows
  /** What it gets from earlier steps. */
  readonly wires: readonly StepWire[]
  /** The step whose rows it runs once for each of. Absent where it runs once. */
  readonly forEach?: string
}

export interface TakenRows {
  readonly how: StepTake
  /** Name of the output of rows. */
  readonly leaf: string
  /** Of `each`: most rows that go on. */
  readonly max: number
  /** What becomes of a row beyond `max`, of `each` alone. */
  readonly more: 'refuse' | 'cut'
  /** Which leaves tell rows apart when there are several, and under which name the agent is shown them. */
  readonly choices: readonly { readonly leaf: string; readonly name: string }[]
}

/** A value that goes from one step to a later one. */
export interface StepWire {
  /** The parameter of the later one. */
  readonly parameter: string
  /** The earlier one. */
  readonly step: string
  /** Its output. */
  readonly leaf: string
  /** As it is authored: `caller.id`. */
  readonly name: string
}

/** Where an output of the whole comes from. */
export type StepsGiven =
  | {
      readonly leaf: string
      readonly step: string
      /** Its output; of a step that runs for each row the lists of all its runs, one after another. */
      readonly of: string
      /** Most rows of all runs together. Absent where it runs once. */
      readonly max?: number
    }
  | {
      readonly leaf: string
      /** A step that takes each of its rows. */
      readonly step: string
      readonly each: readonly EachGiven[]
    }

/** A leaf of one row of a step that takes each: of the row itself, or of the run for it of a later step. */
export interface EachGiven {
  readonly leaf: string
  readonly step: string
  readonly of: string
}
