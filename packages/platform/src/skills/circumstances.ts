import { type Guardrail, operationsOf, type Skill } from '@bindery/model'
import type { RunnableSkill } from '@bindery/runtime'
import type { AgentRow } from '@bindery/store'
import { CallerVerification } from './caller-verification.ts'
import { skillTypeOf } from './skill-view.ts'

/** What an agent asks of the calls of a skill beyond its bytes. */
export function circumstancesOf(
  agent: Pick<AgentRow, 'guardrails' | 'callerVerification' | 'timezone'>,
  skill: Skill,
): Pick<RunnableSkill, 'guardrails' | 'stepUpSeconds' | 'timezone'> {
  return {
    guardrails: agent.guardrails.filter((guardrail) => holdsFor(guardrail, skill)),
    ...zoneOf(agent),
    ...stepUpOf(agent.callerVerification, skill),
  }
}

/** The zone of an agent as a run takes it: absent until it is set. */
export const zoneOf = ({ timezone }: Pick<AgentRow, 'timezone'>): Pick<RunnableSkill, 'timezone'> =>
  timezone === null ? {} : { timezone }

function holdsFor({ isEnabled, appliesToSkillType }: Guardrail, skill: Skill): boolean {
  return (
    isEnabled &&
    (appliesToSkillType === undefined ||
      operationsOf(skill).some(({ source }) => appliesToSkillType === skillTypeOf(source)))
  )
}

/** A step-up is asked for by function name or by effect. */
function stepUpOf(stored: unknown, { functionName, effect }: Skill): { readonly stepUpSeconds?: number } {
  const verification = CallerVerification.safeParse(stored)
  if (!verification.success) return {}
  const { stepUpFor, stepUpTtlSeconds } = verification.data
  return stepUpFor.includes(functionName) || stepUpFor.includes(effect)
    ? { stepUpSeconds: stepUpTtlSeconds }
    : {}
}
