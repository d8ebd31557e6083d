import {
  type FieldName,
  type OperationSkill,
  partsAt,
  type Skill,
  type SkillLineage,
  type SkillPart,
} from '@bindery/model'
import { sourceParameters } from '@bindery/model/syntax'

/** One field of an object, or all of them. */
export interface TracedName {
  readonly object: string
  readonly field?: string
}

/** What a skill does with one field, or with those of an object. Every list is empty for a skill that was compiled before lineage was kept. */
export interface FieldTrace {
  /** Outputs that show the value or are made from it. */
  readonly exposedAs: readonly string[]
  /** Outputs on whose path the field lies. */
  readonly throughTo: readonly string[]
  /** Parameters whose values are compared with it; null for a pinned constant. */
  readonly comparedWith: readonly (string | null)[]
  /** Parameters whose values are stored in it; null for a pinned constant. */
  readonly filledFrom: readonly (string | null)[]
  /** It is read to order or to join rows. */
  readonly isReadBeside: boolean
  /** The bytes say that the skill uses it, not for what. */
  readonly isUntraced: boolean
}

/**
 * What a skill does with a field or an object of one provider, by its frozen bytes; undefined when it does nothing with it.
 */
export function traceField(skill: Skill, integration: string, wanted: TracedName): FieldTrace | undefined {
  const traces = partsAt(skill, integration).flatMap((part) => tracePart(part, wanted) ?? [])
  const [only, ...more] = traces
  return more.length === 0 ? only : traces.reduce(merge)
}

const merge = (one: FieldTrace, other: FieldTrace): FieldTrace => ({
  exposedAs: [...new Set([...one.exposedAs, ...other.exposedAs])],
  throughTo: [...new Set([...one.throughTo, ...other.throughTo])],
  comparedWith: [...new Set([...one.comparedWith, ...other.comparedWith])],
  filledFrom: [...new Set([...one.filledFrom, ...other.filledFrom])],
  isReadBeside: one.isReadBeside || other.isReadBeside,
  isUntraced: one.isUntraced || other.isUntraced,
})

function tracePart(part: SkillPart, wanted: TracedName): FieldTrace | undefined {
  const { skill, outputNames } = part
  const { lineage } = skill
  if (lineage === undefined) return traceUse(skill, wanted)
  const shown = lineage.outputs.filter(
    ({ fields, wholes = [] }) => holds(fields, wanted) || wholes.includes(wanted.object),
  )
  const led = lineage.outputs.filter(({ through = [] }) => holds(through, wanted))
  const trace = {
    exposedAs: shown.flatMap(({ output }) => outputNames(output)),
    throughTo: led.flatMap(({ output }) => outputNames(output)),
    comparedWith: parametersOf(part, lineage, { wanted, how: 'compares' }),
    filledFrom: parametersOf(part, lineage, { wanted, how: 'fills' }),
    // What only goes on to another step is read, and shown to nobody.
    isReadBeside:
      holds(lineage.reads, wanted) ||
      [...shown, ...led].some(({ output }) => outputNames(output).length === 0),
    isUntraced: false,
  }
  const { exposedAs, throughTo, comparedWith, filledFrom, isReadBeside } = trace
  const count = exposedAs.length + throughTo.length + comparedWith.length + filledFrom.length
  if (count > 0 || isReadBeside) return trace
  // An object may be what an operation deals with, without a field of it.
  return wanted.field === undefined ? traceUse(skill, wanted) : undefined
}

function traceUse({ uses }: OperationSkill, { object, field }: TracedName): FieldTrace | undefined {
  const isUsed =
    field === undefined ? uses?.objects.includes(object) : uses?.fields.includes(`${object}.${field}`)
  if (isUsed !== true) return undefined
  const nothing = { exposedAs: [], throughTo: [], comparedWith: [], filledFrom: [] }
  return { ...nothing, isReadBeside: false, isUntraced: true }
}

interface Targeting {
  readonly wanted: TracedName
  readonly how: 'compares' | 'fills'
}

function parametersOf(
  { skill, parameterName }: SkillPart,
  lineage: SkillLineage,
  { wanted, how }: Targeting,
): readonly (string | null)[] {
  const found = skill.assignments.flatMap(({ source }, index): readonly (string | null)[] => {
    const target = lineage.targets[index]
    if (target === undefined || target.how !== how || !holds(target.fields, wanted)) return []
    const names = sourceParameters(source)
    return names.length === 0 ? [null] : names.map(parameterName)
  })
  return [...new Set(found)]
}

const holds = (fields: readonly FieldName[], { object, field }: TracedName): boolean =>
  fields.some((each) => each.object === object && (field === undefined || each.field === field))
