import { type JsonObject, type ProviderResponse, type Skill, skillHash } from '@bindery/model'
import { prepareArguments } from './assemble-arguments.ts'
import { type ParamsCheck, prepareParams } from './check-params.ts'
import { type Comparing, prepareComparing } from './conditions/compare-values.ts'
import { prepareProjection, type Projected } from './project-output.ts'

/** A skill with everything that does not depend on the call already worked out. */
export interface PreparedSkill {
  readonly hash: string
  /** Values of their types, defaults filled in, or every problem. */
  readonly checkParams: ParamsCheck
  /** The arguments of the operation. Throws `validation_error` when a transform refuses a value. */
  readonly assemble: (params: JsonObject) => JsonObject
  /** What its conditions compare with. Throws `validation_error` for a value or a zone that is missing. */
  readonly compare: Comparing
  /** Throws `upstream_invalid_response` for an answer without a value that it promises. */
  readonly project: (response: ProviderResponse) => Projected
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
