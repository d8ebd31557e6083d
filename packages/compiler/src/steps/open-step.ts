import type { Step } from '@bindery/model'
import type { NeedList } from './need-list.ts'
import type { PlannedWire } from './step-plan.ts'
import type { StepReference } from './step-reference.ts'

/** A step of which the paths that lead on are known, and not yet what outputs want of it. */
export interface OpenStep {
  readonly step: Step
  readonly at: number
  readonly wires: readonly OpenWire[]
  readonly forEach?: string
  readonly isSkippable: boolean
  readonly needs: NeedList
}

/** A value that a step wants, before the step that gives it was asked for it. */
export interface OpenWire extends Omit<PlannedWire, 'leaf'> {
  readonly reference: StepReference
}
