import {
  type JsonObject,
  type OperationSkill,
  type Skill,
  skillHash,
  type SkillStep,
  type StepsSkill,
} from '@bindery/model'
import { prepareArguments } from './assemble-arguments.ts'
import { type ParamsCheck, prepareParams } from './check-params.ts'
import { type Comparing, prepareComparing } from './conditions/compare-values.ts'
import type { Clock } from './conditions/moment-span.ts'
import { type PrepareRows, prepareReading, type RowsRead } from './reading/read-rows.ts'
import { prepareProjection, type Projected } from './project-output.ts'
import { prepareWires, type ReadParams } from './steps/wire-values.ts'

/** A skill with everything that does not depend on the call already worked out. */
export type PreparedSkill = PreparedOperation | PreparedSteps

interface PreparedFace {
  readonly hash: string
  /** Values of their types, defaults filled in, or every problem. */
  readonly checkParams: ParamsCheck
}

export interface PreparedOperation extends PreparedFace {
  readonly skill: OperationSkill
  readonly steps?: undefined
  /** The arguments of the operation. Throws `validation_error` when a transform refuses a value. */
  readonly assemble: (params: JsonObject, clock: Clock) => JsonObject
  /** What its conditions compare with. Throws `validation_error` for a value or a zone that is missing. */
  readonly compare: Comparing
  /** What is done with the rows of an answer. Throws `validation_error` for a value that no row could be compared with. */
  readonly rows: PrepareRows
  /** Throws `upstream_invalid_response` for an answer without a value that it promises. */
  readonly project: (read: RowsRead) => Projected
}

export interface PreparedSteps extends PreparedFace {
  readonly skill: StepsSkill
  readonly steps: readonly PreparedStep[]
}

export interface PreparedStep {
  readonly step: SkillStep
  readonly operation: PreparedOperation
  readonly readParams: ReadParams
}

/**
 * Prepares a skill once per object: hashes its bytes, then freezes it so that the hash stays true, and compiles its
 * transforms, parameters and outputs to closures.
 */
export function prepareSkill(skill: Skill): PreparedSkill {
  return skill.steps === undefined ? prepareOperation(skill) : prepareSteps(skill)
}

/** The same of a skill of one operation. */
export function prepareOperation(skill: OperationSkill): PreparedOperation {
  const known = operations.get(skill)
  if (known !== undefined) return known
  freezeDeep(skill)
  const made: PreparedOperation = {
    skill,
    hash: skillHash(skill),
    checkParams: prepareParams(skill.parameters),
    assemble: prepareArguments(skill.assignments),
    compare: prepareComparing(skill.assignments),
    rows: prepareReading(skill),
    project: prepareProjection(skill),
  }
  operations.set(skill, made)
  return made
}

/** The same of one of several. */
export function prepareSteps(skill: StepsSkill): PreparedSteps {
  const known = sequences.get(skill)
  if (known !== undefined) return known
  freezeDeep(skill)
  const made: PreparedSteps = {
    skill,
    hash: skillHash(skill),
    checkParams: prepareParams(skill.parameters),
    steps: skill.steps.map((step) => ({
      step,
      operation: prepareOperation(step.skill),
      readParams: prepareWires(step),
    })),
  }
  sequences.set(skill, made)
  return made
}

const operations = new WeakMap<OperationSkill, PreparedOperation>()
const sequences = new WeakMap<StepsSkill, PreparedSteps>()

function freezeDeep(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return
  Object.freeze(value)
  for (const member of Object.values(value)) freezeDeep(member)
}
