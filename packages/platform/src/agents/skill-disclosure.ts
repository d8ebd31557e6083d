import { toolDefinition } from '@bindery/compiler'
import {
  type Binding,
  type FieldName,
  namedOutputs,
  needsVerifiedIdentity,
  type Output,
  type SensitivityClass,
  partsOf,
  type Skill,
  type SkillPart,
  type ValueOutput,
} from '@bindery/model'
import { sourceParameters } from '@bindery/model/syntax'
import { tokensOf } from '../skills/tokens-of.ts'

/** One value that leaves with a call, and the place that it goes to. */
export interface SentValue {
  /** Who gets it: slug of the integration and, of a skill of several, the step. */
  readonly integration: string
  readonly step: string | null
  readonly argument: string
  /** Whose value it is: the agent's, the platform's, that of an earlier step, or one that was pinned. */
  readonly from: 'agent' | 'context' | 'step' | 'constant'
  readonly parameter: string | null
  readonly transform: string | null
  /** Fields of the provider that it fills or is compared with, where the argument is one. */
  readonly fields: readonly FieldName[]
}

/** An output that is more than `none`. `waived`: above `contact`, and agreed to by name. */
export interface SensitiveOutput {
  readonly output: string
  readonly sensitivity: SensitivityClass
  readonly waived: boolean
  /** Fields of the provider that it shows or is made from. */
  readonly fields: readonly FieldName[]
}

/** Everything that the frozen bytes say about what a skill sends, in the order of the binding. */
export function sentValues(skill: Skill): readonly SentValue[] {
  const context = new Set(
    skill.parameters.filter(({ origin }) => origin === 'context').map(({ name }) => name),
  )
  return partsOf(skill).flatMap((part) => sentBy(part, context))
}

function sentBy(
  { skill, step: ofStep, parameterName, isGiven }: SkillPart,
  context: ReadonlySet<string>,
): readonly SentValue[] {
  const { integration, assignments, lineage } = skill
  const step = ofStep ?? null
  return assignments.flatMap(({ target, source }, index): readonly SentValue[] => {
    const argument = target.join('.')
    const place = { integration, step, argument, fields: lineage?.targets[index]?.fields ?? [] }
    const names = sourceParameters(source)
    if (names.length === 0) return [{ ...place, from: 'constant', parameter: null, transform: null }]
    const transform = source.from === 'parameter' ? (source.transform ?? null) : null
    return names.map((name) => {
      const from = isGiven(name) ? 'step' : context.has(name) ? 'context' : 'agent'
      return { ...place, from, parameter: parameterName(name), transform }
    })
  })
}

export function sensitiveOutputs(
  skill: Skill,
  { allowSensitive }: Pick<Binding, 'allowSensitive'>,
): readonly SensitiveOutput[] {
  return [...skill.outputs.flatMap(namedValues), ...choiceValues(skill)]
    .filter(({ value }) => value.sensitivity !== 'none')
    .map(({ name, value }) => ({
      output: name,
      sensitivity: value.sensitivity,
      waived: needsVerifiedIdentity(value.sensitivity) && allowSensitive.includes(value.leaf),
      fields: fieldsOf(skill, name),
    }))
}

const fieldsOf = (skill: Skill, name: string): readonly FieldName[] =>
  partsOf(skill).flatMap(({ skill: { lineage }, outputNames }) =>
    (lineage?.outputs ?? []).flatMap(({ output, fields }) =>
      outputNames(output).includes(name) ? fields : [],
    ),
  )

/** What tells several rows of a step apart is shown to agents as well. */
const choiceValues = (skill: Skill) =>
  (skill.steps ?? []).flatMap(({ take, skill: { outputs } }) =>
    outputs
      .filter((output) => output.leaf === take?.leaf)
      .flatMap((rows) => (rows.kind === 'rows' ? rows.fields : []))
      .flatMap((field) =>
        (take?.choices ?? []).flatMap(({ leaf, name }) =>
          field.kind === 'value' && field.leaf === leaf ? [{ name: `choices.${name}`, value: field }] : [],
        ),
      ),
  )

/** What the definition of a skill costs in a prompt, estimated at four characters a token. */
export interface ToolTokens {
  readonly openai: number
  readonly mcp: number
}

export function toolTokens(skills: readonly Skill[]): ToolTokens {
  return {
    openai: tokensOf(skills.map((skill) => toolDefinition(skill, 'openai'))),
    mcp: tokensOf(skills.map((skill) => toolDefinition(skill, 'mcp'))),
  }
}

/** The values of an output by their full names: `leaf`, `rows.leaf` or `rows.inner.leaf`. */
export function namedValues(
  output: Output,
): readonly { readonly name: string; readonly value: ValueOutput }[] {
  return namedOutputs([output]).flatMap(({ name, output: value }) =>
    value.kind === 'value' ? [{ name, value }] : [],
  )
}
