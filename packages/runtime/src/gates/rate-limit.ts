import { type Gate, passed, refused } from '../gate.ts'
import { apartIn } from '../apart-in.ts'
import { waitsForPerson } from '../confirmation-need.ts'
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
    if (perMinute === undefined || waitsForPerson(context)) return passed
    const { organizationId, environment } = context.call
    const key = { organizationId, scope: apartIn(environment, scopeOf(context.runnable)) }
    return context.ports.limits.take(key, perMinute).then((verdict) => {
      if (verdict.admitted) return passed
      const { retryAfterMs } = verdict
      const message =
        `"${context.runnable.skill.functionName}" may be called ${perMinute} times a minute: ` +
        `wait ${Math.ceil(retryAfterMs / 1000)} s.`
      return refused('action_rate_limited', message, { retryAfterMs })
    })
  },
}

function scopeOf({ skillId, skill }: RunnableSkill): string {
  const { rateLimitKey } = skill.policy
  return rateLimitKey === undefined ? `skill:${skillId}` : `action:${skill.integration}/${rateLimitKey}`
}
