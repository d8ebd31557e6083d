import { type JsonObject, type Skill, skillHash } from '@bindery/model'
import { prepareArguments } from './assemble-arguments.ts'
import { type ParamsCheck, prepareParams } from './check-params.ts'
import { type Comparing, prepareComparing } from './conditions/compare-values.ts'
import type { Clock } from './conditions/moment-span.ts'
import { type PrepareRows, prepareReading, type RowsRead } from './reading/read-rows.ts'
import { prepareProjection, type Projected } from './project-output.ts'

/** A skill with everything that does not depend on the call already worked out. */
export interface PreparedSkill {
  readonly hash: string
  /** Values of their types, defaults filled in, or every problem. */
  readonly checkParams: ParamsCheck
  /** The arguments of the operation. Throws `validation_error` when a transform refuses a value. */
  readonly assemble: (params: JsonObject, clock: Clock) => JsonObject
  /** What its conditions compare with. Throws `validation_error` for a value or a zone that is missing. */
  readonly compare: Comparing
  /** What is done with the rows of an answer. Throws `validation_error` for a value that no row could be compared with. */
  readonly rows: PrepareRows
  /** Throws `upstream_invalid_response` for an answer without a value that it promises. */
  readonly project: (read: RowsRead) => Projected
  readonly outputs: Skill['outputs']
}

/**
 * Prepares a skill once per object: hashes its bytes, then freezes it so that the hash stays true, and compiles its
 * transforms, parameters and outputs to closures.
 */
export function prepareSkill(skill: Skill): PreparedSkill {
  const known = prepared.get(skill)
  if (known !== undefined) return known
  freezeDeep(skill)
  const made = {
    hash: skillHash(skill),
    checkParams: prepareParams(skill.parameters),
    assemble: prepareArguments(skill.assignments),
    compare: prepareComparing(skill.assignments),
    rows: prepareReading(skill),
    project: prepareProjection(skill),
    outputs: skill.outputs,
  }
  prepared.set(skill, made)
  return made
}

const prepared = new WeakMap<Skill, PreparedSkill>()

function freezeDeep(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return
  Object.freeze(value)
  for (const member of Object.values(value)) freezeDeep(member)
}
