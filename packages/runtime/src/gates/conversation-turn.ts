import { type Gate, passed, refused } from '../gate.ts'
import { apartIn } from '../apart-in.ts'
import { waitsForPerson } from '../confirmation-need.ts'

/** No other write of this conversation runs. Holds the turn until the run ends, or a little past its deadline. */
export const conversationTurn: Gate = {
  name: 'conversation_turn',
  appliesTo: 'live-run',
  demand: ({ skill }) =>
    skill.policy.nonParallelizable ? 'lets writes of one conversation run one after another' : undefined,
  check: (context) => {
    const { call, runnable, ports } = context
    const { policy, functionName } = runnable.skill
    if (!policy.nonParallelizable || call.conversationId === undefined || waitsForPerson(context))
      return passed
    const key = {
      organizationId: call.organizationId,
      agentId: call.agentId,
      conversationId: apartIn(call.environment, call.conversationId),
    }
    return ports.conversations.take(key, policy.timeoutMs + graceMs).then((turn) => {
      if (turn !== undefined) return { verdict: 'holding', hold: { settle: () => turn.release() } }
      const message = `"${functionName}" waits for another write of this conversation: call again when that has ended.`
      return refused('conversation_busy', message, { retryAfterMs: 1000 })
    })
  },
}

/** Room for the record after the deadline of the call itself. */
const graceMs = 10_000
