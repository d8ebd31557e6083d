import { PlatformError } from '@bindery/model'
import { waitsForPerson } from '../confirmation-need.ts'
import { type Gate, passed, stopped } from '../gate.ts'

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
      return stopped(new PlatformError('max_successful_calls_reached', message, { sent: 'no' }))
    }
    const { organizationId, agentId, conversationId } = call
    const key = { organizationId, agentId, conversationId, skillId: runnable.skillId }
    return ports.successfulCalls.take(key, most).then((place) => {
      if (place === undefined) {
        const message = `"${functionName}" has succeeded ${most} times in this conversation, or is about to: that is all that it may.`
        return stopped(new PlatformError('max_successful_calls_reached', message, { sent: 'no' }))
      }
      const settle = (ending: string): Promise<void> =>
        ending === 'failed' ? place.giveBack() : Promise.resolve()
      return { verdict: 'holding', hold: { settle } }
    })
  },
}
