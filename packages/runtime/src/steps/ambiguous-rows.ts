import {
  canonicalJson,
  type Json,
  type JsonObject,
  namesChoice,
  objectFrom,
  type OperationSkill,
  ownProperty,
  type PlatformError,
  type SkillStep,
  type TakenRows,
} from '@bindery/model'
import { sourceParameters } from '@bindery/model/syntax'
import { quietStep } from './step-outcome.ts'

/** Of a step that found several rows where one is meant. */
export interface SeveralRows {
  readonly step: SkillStep
  readonly take: TakenRows
  /** Whether the provider has, or may have, more of them than were read. */
  readonly isPart: boolean
}

/** Ends the whole as `ambiguous`, with what tells the rows apart, and how a second call can say which one is meant. */
export function ambiguous(rows: readonly JsonObject[], { step, take, isPart }: SeveralRows): PlatformError {
  const shown = rows.slice(0, mostChoices).map((row) => toChoice(row, take))
  const several = rows.length > shown.length || isPart ? `more than ${shown.length}` : `${rows.length}`
  const hasChoices = take.choices.length > 0
  const message = `Step "${step.id}" found ${several} where one is meant.${hasChoices ? ` ${wayOut(step, shown)}` : ''}`
  return quietStep(
    'ambiguous',
    { step: step.id, count: rows.length, ...(hasChoices ? { choices: shown } : {}) },
    message,
  )
}

const mostChoices = 10

const toChoice = (row: JsonObject, { choices }: TakenRows): JsonObject =>
  objectFrom(choices.map(({ leaf, name }): readonly [string, Json] => [name, ownProperty(row, leaf) ?? null]))

/** What a call cannot give, or what is the same in every row, would not tell them apart the second time either. */
function wayOut({ skill, take }: SkillStep, shown: readonly JsonObject[]): string {
  const different = (take?.choices ?? []).filter(
    ({ name }) => new Set(shown.map((choice) => canonicalJson(ownProperty(choice, name) ?? null))).size > 1,
  )
  const parameters = new Set(different.flatMap(({ name }) => parameterOf(skill, name) ?? []))
  if (parameters.size === 0) return 'A call cannot tell them apart, so a person has to look.'
  return `Ask which one, and call again with ${[...parameters].map((name) => `"${name}"`).join(' and ')}.`
}

/** The parameter that callers give a choice by: it is called like it, or fills a place that is. */
function parameterOf({ parameters, assignments }: OperationSkill, choice: string): string | undefined {
  const placesOf = (name: string): readonly string[] =>
    assignments.flatMap(({ source, target }) =>
      sourceParameters(source).includes(name) ? target.slice(-1) : [],
    )
  return parameters.find(
    ({ name, origin }) =>
      origin === undefined && [name, ...placesOf(name)].some((own) => namesChoice(own, choice)),
  )?.name
}
