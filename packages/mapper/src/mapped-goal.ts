import type { AnyBinding, Binding, Issue, Result, StepsBinding } from '@bindery/model'
import type { DraftLine, Strength } from './draft/lines.ts'
import type { DraftQuestion } from './draft/questions.ts'
import type { UnmetPart } from './draft/unmet.ts'

export interface MappingTools {
  /** Compiles a draft against the catalog; only what refuses it is read. */
  readonly compile: (binding: Binding) => Result<unknown, readonly Issue[]>
  /** For drafts of several steps; without it every draft is one operation. */
  readonly steps?: StepsTools
}

export interface StepsTools {
  /** Slug of the provider, which each step names. */
  readonly integration: string
  readonly compile: (binding: StepsBinding) => Result<unknown, readonly Issue[]>
}

/** A draft for a person to look at. It is never enabled, and never writes for a goal that reads. */
export interface MappedGoal {
  readonly status: 'mapped'
  readonly mode: 'deterministic' | 'model'
  /** One operation, or one behind the lookup of a record id that the goal does not give. */
  readonly binding: AnyBinding
  /** The chosen one; of several steps it is the last. */
  readonly operation: string
  /** Why this operation, and what was done with the names, in two or three sentences. */
  readonly rationale: string
  /** How likely the operation is the right one, 0 to 1, as fitted on labelled goals. */
  readonly confidence: number
  /** The same in a word. */
  readonly strength: Strength
  readonly lines: readonly DraftLine[]
  /** Names of other operations that may serve the goal, best first. */
  readonly alternatives: readonly string[]
  readonly questions: readonly DraftQuestion[]
  /** What was asked for and the draft does not do; empty when it does all of it. */
  readonly unmet: readonly UnmetPart[]
  /** What still refuses the draft; empty when it compiles. */
  readonly issues: readonly Issue[]
}

export interface AbstainedGoal {
  readonly status: 'abstained'
  readonly reasons: readonly string[]
  /** The operation that came nearest. */
  readonly best?: string
}
