import { PlatformError, type Skill } from '@bindery/model'
import { type Gate, type GateContext, passed, stopped } from '../gate.ts'
import { apartIn } from '../apart-in.ts'
import { sendsNothingYet } from '../confirmation-need.ts'
import type { RunnableSkill } from '../ports.ts'

/**
 * The skill has calls left in the last 60 s. Counts calls that may leave: one that only asks for a confirmation does not
 * count, and the confirmed call does.
 */
export const rateLimit: Gate = {
  name: 'rate_limit',
  appliesTo: 'live-run',
  demand: ({ skill }) => {
    const { rateLimitPerMinute, rateLimitKey } = skill.policy
    if (rateLimitPerMinute === undefined) return undefined
    const shared = rateLimitKey === undefined ? '' : ', shared by all skills of the action'
    return `allows ${rateLimitPerMinute} calls a minute${shared}`
  },
  check: (context) => {
    const perMinute = context.runnable.skill.policy.rateLimitPerMinute
    if (perMinute === undefined || sendsNothingYet(context)) return passed
    return takeCall(context, context.runnable.skill).then((error) =>
      error === undefined ? passed : stopped(error),
    )
  },
}

/** Takes one more call of the provider from the limit of a skill; the error when none is left. */
export async function takeCall(
  { runnable, call, ports }: LimitedCall,
  skill: Skill,
): Promise<PlatformError | undefined> {
  const perMinute = skill.policy.rateLimitPerMinute
  if (perMinute === undefined) return undefined
  const { organizationId, environment } = call
  const key = { organizationId, scope: apartIn(environment, scopeOf(runnable, skill)) }
  const verdict = await ports.limits.take(key, perMinute)
  if (verdict.admitted) return undefined
  const { retryAfterMs } = verdict
  const message =
    `"${skill.functionName}" may be called ${perMinute} times a minute: ` +
    `wait ${Math.ceil(retryAfterMs / 1000)} s.`
  return new PlatformError('action_rate_limited', message, { retryAfterMs, sent: 'no' })
}

type LimitedCall = Pick<GateContext, 'runnable' | 'call' | 'ports'>

/** Of an operation whose calls are counted for all skills that make them, or of the skill alone. */
function scopeOf({ skillId }: RunnableSkill, skill: Skill): string {
  const { rateLimitKey } = skill.policy
  return rateLimitKey === undefined || skill.steps !== undefined
    ? `skill:${skillId}`
    : `action:${skill.integration}/${rateLimitKey}`
}
