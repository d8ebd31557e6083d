import { apartIn } from '../apart-in.ts'
import { waitsForPerson } from '../confirmation-need.ts'
import { type Gate, passed, refused } from '../gate.ts'

/** The conversation has successful calls of this skill left. Without a conversation to count in, it may not run. */
export const successfulCalls: Gate = {
  name: 'successful_calls',
  appliesTo: 'live-run',
  demand: ({ skill }) => {
    const most = skill.policy.maxSuccessfulCalls
    return most === undefined ? undefined : `allows ${most} successful calls per conversation`
  },
  check: (context) => {
    const { runnable, call, ports } = context
    const { functionName, policy } = runnable.skill
    const most = policy.maxSuccessfulCalls
    if (most === undefined || waitsForPerson(context)) return passed
    if (call.conversationId === undefined) {
      const message = `"${functionName}" may succeed ${most} times per conversation: send a conversationId.`
      return refused('max_successful_calls_reached', message)
    }
    const { organizationId, agentId } = call
    const conversationId = apartIn(call.environment, call.conversationId)
    const key = { organizationId, agentId, conversationId, skillId: runnable.skillId }
    return ports.successfulCalls.take(key, most).then((place) => {
      if (place === undefined) {
        const message = `"${functionName}" has succeeded ${most} times in this conversation, or is about to: that is all that it may.`
        return refused('max_successful_calls_reached', message)
      }
      const settle = (ending: string): Promise<void> =>
        ending === 'failed' ? place.giveBack() : Promise.resolve()
      return { verdict: 'holding', hold: { settle } }
    })
  },
}
