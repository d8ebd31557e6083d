import type { Issue, PathSegment, PathStep, ProjectionEntry, Step, StepsBinding } from '@bindery/model'

/** Steps whose names lead somewhere: what each gives to whom, before any catalog was looked at. */
export interface StepPlan {
  readonly binding: StepsBinding
  readonly steps: readonly PlannedStep[]
  readonly gives: readonly PlannedGiven[]
  readonly issues: readonly Issue[]
}

export interface PlannedStep {
  readonly step: Step
  /** Its place among the steps, from 0. */
  readonly at: number
  readonly needs: readonly StepNeed[]
  readonly wires: readonly PlannedWire[]
  /** The step whose rows it runs once for each of. */
  readonly forEach?: string
  /** It waits for a step that may find nothing, and is left out then. */
  readonly isSkippable: boolean
}

/** An output that the skill of a step must give. */
export interface StepNeed {
  /** Its name there, unique among them. */
  readonly leaf: string
  /** The name that it was asked for by: an output's own, or that of a choice. */
  readonly wanted: string
  /** From the row that the step takes, or from its answer. */
  readonly path: readonly PathStep[]
  /** What is authored of it beside its path. */
  readonly entry: Omit<ProjectionEntry, 'path' | 'leaf'>
  /** `shown` to agents as an output, as a `choice`, or on its way to another step. */
  readonly as: 'shown' | 'choice' | 'wire'
  /** Who asks for it, in the authored binding. */
  readonly origin: readonly PathSegment[]
}

export interface PlannedWire {
  /** Parameter of the step that gets it. */
  readonly parameter: string
  /** Step that gives it, and its output. */
  readonly step: string
  readonly leaf: string
  readonly name: string
  readonly origin: readonly PathSegment[]
}

export type PlannedGiven =
  | {
      readonly leaf: string
      readonly origin: readonly PathSegment[]
      readonly step: string
      readonly of: string
      /** Most rows of all runs together, of a step that runs for each row. */
      readonly max?: number
    }
  | {
      readonly leaf: string
      readonly origin: readonly PathSegment[]
      readonly step: string
      readonly each: readonly PlannedEach[]
    }

export interface PlannedEach {
  readonly leaf: string
  readonly origin: readonly PathSegment[]
  readonly step: string
  readonly of: string
}
