import { isWrite, type Skill, type SkillStep } from '@bindery/model'

/** Whether a write itself says what must still hold: a condition on what an earlier step found. */
export const isGuarded = ({ skill, wires }: SkillStep): boolean =>
  skill.assignments.some(
    ({ condition, source }) =>
      condition !== undefined &&
      source.from === 'parameter' &&
      wires.some(({ parameter }) => parameter === source.name),
  )

/** Whether a skill writes what its other steps read, and nothing checks it again. */
export function readsUnchecked(skill: Skill): boolean {
  const last = skill.steps?.at(-1)
  return last !== undefined && isWrite(skill.effect) && last.wires.length > 0 && !isGuarded(last)
}
