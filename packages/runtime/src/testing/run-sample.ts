import type { Skill, SkillCall, SkillResult } from '@bindery/model'
import type { RunnableSkill } from '../ports.ts'
import { runSkill } from '../run-skill.ts'
import { callOf, runnableOf, type SampleWorld, sampleWorld } from './sample-run.ts'

/** Runs a skill in a fresh world, or in the given one. */
export function runSample(
  skill: Skill,
  change: {
    readonly runnable?: Partial<RunnableSkill>
    readonly call?: Partial<SkillCall>
    readonly world?: SampleWorld
  } = {},
): Promise<SkillResult> {
  const { ports } = change.world ?? sampleWorld()
  return runSkill(runnableOf(skill, change.runnable), callOf(skill, change.call), ports)
}

/** The code of a failure, or the status. */
export function verdictOf(result: SkillResult): string {
  switch (result.status) {
    case 'succeeded':
    case 'not_found':
    case 'conditions_not_met':
    case 'not_certain':
    case 'ambiguous':
    case 'confirmation_required':
      return result.status
    case 'failed':
    case 'outcome_unknown':
      return result.error.code
  }
}
