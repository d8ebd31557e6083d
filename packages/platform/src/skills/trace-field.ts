import { type FieldName, type Skill, type SkillLineage, sourceParameters } from '@bindery/model'

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

/** What a skill does with a field or an object, by its frozen bytes; undefined when it does nothing with it. */
export function traceField(skill: Skill, wanted: TracedName): FieldTrace | undefined {
  const { lineage } = skill
  if (lineage === undefined) return traceUse(skill, wanted)
  const trace = {
    exposedAs: lineage.outputs
      .filter(({ fields, wholes = [] }) => holds(fields, wanted) || wholes.includes(wanted.object))
      .map(({ output }) => output),
    throughTo: lineage.outputs
      .filter(({ through = [] }) => holds(through, wanted))
      .map(({ output }) => output),
    comparedWith: parametersOf(skill, lineage, { wanted, how: 'compares' }),
    filledFrom: parametersOf(skill, lineage, { wanted, how: 'fills' }),
    isReadBeside: holds(lineage.reads, wanted),
    isUntraced: false,
  }
  const { exposedAs, throughTo, comparedWith, filledFrom, isReadBeside } = trace
  const count = exposedAs.length + throughTo.length + comparedWith.length + filledFrom.length
  if (count > 0 || isReadBeside) return trace
  // An object may be what an operation deals with, without a field of it.
  return wanted.field === undefined ? traceUse(skill, wanted) : undefined
}

function traceUse({ uses }: Skill, { object, field }: TracedName): FieldTrace | undefined {
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
  skill: Skill,
  lineage: SkillLineage,
  { wanted, how }: Targeting,
): readonly (string | null)[] {
  const found = skill.assignments.flatMap(({ source }, index): readonly (string | null)[] => {
    const target = lineage.targets[index]
    if (target === undefined || target.how !== how || !holds(target.fields, wanted)) return []
    const names = sourceParameters(source)
    return names.length === 0 ? [null] : names
  })
  return [...new Set(found)]
}

const holds = (fields: readonly FieldName[], { object, field }: TracedName): boolean =>
  fields.some((each) => each.object === object && (field === undefined || each.field === field))
