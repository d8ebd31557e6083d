import { type FieldName, namedOutputs, type Skill } from '@bindery/model'
import { needsVerifiedCaller, type RunnableSkill } from '@bindery/runtime'
import { traceField } from './trace-field.ts'

/** A skill that agents may call, with what holds for it beyond its bytes. */
export type ExposedSkill = Pick<RunnableSkill, 'skillId' | 'skill' | 'guardrails' | 'stepUpSeconds'>

/** A claim that callers prove themselves with, and a skill that tells it to whoever asks. */
export interface ExposedClaim {
  readonly claim: string
  readonly skillId: string
  readonly functionName: string
  /** The output that tells it; the claim's own name where only that is alike. */
  readonly output: string
}

export interface ClaimQuestion {
  readonly verifier: Skill
  readonly requiredFields: readonly string[]
  readonly skills: readonly ExposedSkill[]
}

/**
 * Required claims that a caller can have from a skill without being verified: outputs that are made from the same field of
 * the provider, whatever they are called, and outputs of the same canonical name. Bytes without lineage are suspected of
 * telling every field that they use.
 */
export function exposedClaims({ verifier, requiredFields, skills }: ClaimQuestion): readonly ExposedClaim[] {
  const open = skills.filter((skill) => !needsVerifiedCaller(skill))
  const found = requiredFields.flatMap((claim) => {
    const fields = fieldsOf(verifier, claim)
    return open.flatMap(({ skillId, skill }) => {
      const [output] = [...outputsFrom(skill, verifier, fields), ...namedAlike(skill, claim)]
      return output === undefined ? [] : [{ claim, skillId, functionName: skill.functionName, output }]
    })
  })
  return [...new Map(found.map((exposed) => [JSON.stringify(exposed), exposed])).values()]
}

/** Fields of the provider that an output of the verifier is made from. */
function fieldsOf({ lineage }: Skill, claim: string): readonly FieldName[] {
  return (lineage?.outputs ?? [])
    .filter(({ output }) => leafOf(output) === claim)
    .flatMap(({ fields }) => fields)
}

function outputsFrom(skill: Skill, verifier: Skill, fields: readonly FieldName[]): readonly string[] {
  if (skill.integration !== verifier.integration) return []
  return fields.flatMap((field) => {
    const trace = traceField(skill, field)
    if (trace === undefined) return []
    return trace.isUntraced ? [`${field.object}.${field.field}`] : trace.exposedAs
  })
}

function namedAlike({ outputs }: Skill, claim: string): readonly string[] {
  return namedOutputs(outputs).flatMap(({ name, output }) => (output.leaf === claim ? [name] : []))
}

const leafOf = (output: string): string => output.split('.').at(-1) ?? output
