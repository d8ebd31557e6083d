import { apartIn } from '../apart-in.ts'
import { sendsNothingYet } from '../confirmation-need.ts'
import { type Gate, type GateContext, type GateVerdict, passed, refused } from '../gate.ts'
import { guardrailsOf } from '../guardrails.ts'

/** The agent, or the conversation, has calls left in the last 60 s by every guardrail that counts them. */
export const guardrailRateLimit: Gate = {
  name: 'guardrail_rate_limit',
  appliesTo: 'live-run',
  demand: (runnable) => {
    const limits = guardrailsOf(runnable, 'rate_limit').map(
      ({ config }) => `${config.perMinute} calls a minute per ${config.per}`,
    )
    return limits.length === 0 ? undefined : `allows ${limits.join(' and ')}`
  },
  check: (context) => {
    const limits = guardrailsOf(context.runnable, 'rate_limit')
    return limits.length === 0 || sendsNothingYet(context) ? passed : takeAll(context)
  },
}

async function takeAll({ runnable, call, ports }: GateContext): Promise<GateVerdict> {
  for (const { config } of guardrailsOf(runnable, 'rate_limit')) {
    const isPerConversation = config.per === 'conversation' && call.conversationId !== undefined
    const counted = `guardrail:${call.agentId}${isPerConversation ? `:${call.conversationId}` : ''}`
    const scope = apartIn(call.environment, counted)
    const verdict = await ports.limits.take({ organizationId: call.organizationId, scope }, config.perMinute)
    if (verdict.admitted) continue
    const { retryAfterMs } = verdict
    const message = `A guardrail allows ${config.perMinute} calls a minute per ${config.per}: wait ${Math.ceil(retryAfterMs / 1000)} s.`
    return refused('guardrail_rate_limited', message, { retryAfterMs })
  }
  return passed
}
