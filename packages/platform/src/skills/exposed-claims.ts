import { type FieldName, namedOutputs, partsOf, type Skill } from '@bindery/model'
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
      const [output] = [...outputsFrom(skill, fields), ...namedAlike(skill, claim)]
      return output === undefined ? [] : [{ claim, skillId, functionName: skill.functionName, output }]
    })
  })
  return [...new Map(found.map((exposed) => [JSON.stringify(exposed), exposed])).values()]
}

interface ProviderField extends FieldName {
  readonly integration: string
}

/** Fields of providers that an output of the verifier is made from. */
function fieldsOf(verifier: Skill, claim: string): readonly ProviderField[] {
  return partsOf(verifier).flatMap(({ skill, outputNames }) =>
    (skill.lineage?.outputs ?? [])
      .filter(({ output }) => outputNames(output).some((name) => leafOf(name) === claim))
      .flatMap(({ fields }) => fields.map((field) => ({ ...field, integration: skill.integration }))),
  )
}

function outputsFrom(skill: Skill, fields: readonly ProviderField[]): readonly string[] {
  return fields.flatMap(({ integration, ...field }) => {
    const trace = traceField(skill, integration, field)
    if (trace === undefined) return []
    return trace.isUntraced ? [`${field.object}.${field.field}`] : trace.exposedAs
  })
}

function namedAlike({ outputs, steps = [] }: Skill, claim: string): readonly string[] {
  const choices = steps.flatMap(({ take }) => take?.choices ?? [])
  return [
    ...namedOutputs(outputs).flatMap(({ name, output }) => (output.leaf === claim ? [name] : [])),
    ...choices.flatMap(({ name }) => (name === claim ? [`choices.${name}`] : [])),
  ]
}

const leafOf = (output: string): string => output.split('.').at(-1) ?? output
