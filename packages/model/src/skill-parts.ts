import type { OperationSkill } from './operation-skill.ts'
import type { Skill, StepsSkill } from './skill.ts'
import type { SkillStep, StepsGiven } from './skill-steps.ts'

/** One operation of a skill, with the names that what it takes and gives has in the whole. */
export interface SkillPart {
  /** Name of the step; undefined for a skill of one operation. */
  readonly step: string | undefined
  readonly skill: OperationSkill
  /**
   * Names that an output of the operation, `rows.leaf`, has among those of the whole, `choices.name` for what tells several rows
   * apart. None where agents are not shown it.
   */
  readonly outputNames: (own: string) => readonly string[]
  /** The parameter of the whole or, of what an earlier step gives, its name there: `caller.id`. */
  readonly parameterName: (own: string) => string
  /** Whether an earlier step gives it. */
  readonly isGiven: (parameter: string) => boolean
}

/** Every operation of a skill. Whoever asks what a skill reads, writes or sends asks all of these. */
export function partsOf(skill: Skill): readonly SkillPart[] {
  if (skill.steps === undefined) {
    const same = (name: string): string => name
    return [
      { step: undefined, skill, outputNames: (name) => [name], parameterName: same, isGiven: () => false },
    ]
  }
  return skill.steps.map((step) => toPart(step, skill))
}

/** The operations of a skill at one provider. */
export const partsAt = (skill: Skill, integration: string): readonly SkillPart[] =>
  partsOf(skill).filter((part) => part.skill.integration === integration)

function toPart(step: SkillStep, { gives }: StepsSkill): SkillPart {
  const wireOf = (parameter: string) => step.wires.find((wire) => wire.parameter === parameter)
  return {
    step: step.id,
    skill: step.skill,
    outputNames: (own) => {
      const [first = '', ...rest] = own.split('.')
      // The rows that are taken of have no name of their own.
      const [leaf, ...inner] = step.take?.leaf === first ? rest : [first, ...rest]
      if (leaf === undefined) return []
      const names = [...namesOf(gives, step.id, leaf), ...choiceNames(step, leaf)]
      return names.map((name) => [name, ...inner].join('.'))
    },
    parameterName: (parameter) => wireOf(parameter)?.name ?? parameter,
    isGiven: (parameter) => wireOf(parameter) !== undefined,
  }
}

/** Agents are shown choices where several rows are there. */
const choiceNames = ({ take }: SkillStep, leaf: string): readonly string[] =>
  (take?.choices ?? []).flatMap((choice) => (choice.leaf === leaf ? [`choices.${choice.name}`] : []))

function namesOf(gives: readonly StepsGiven[], step: string, leaf: string): readonly string[] {
  return gives.flatMap((given): readonly string[] => {
    if (!('each' in given)) return given.step === step && given.of === leaf ? [given.leaf] : []
    const fields = given.each.filter((field) => field.step === step && field.of === leaf)
    return fields.map((field) => `${given.leaf}.${field.leaf}`)
  })
}
