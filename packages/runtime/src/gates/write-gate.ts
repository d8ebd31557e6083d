import { isWrite, PlatformError } from '@bindery/model'
import { type Gate, passed, stopped } from '../gate.ts'
import { guardrailsOf } from '../guardrails.ts'

/** The agent may write at all. A gate that only asks for an operator is the confirmation's. */
export const writeGate: Gate = {
  name: 'write_gate',
  appliesTo: 'live-run',
  check: ({ runnable }) => {
    const { effect, functionName } = runnable.skill
    const isDenied =
      isWrite(effect) && guardrailsOf(runnable, 'write_gate').some(({ config }) => config.mode === 'deny')
    if (!isDenied) return passed
    const message = `"${functionName}" writes, and a guardrail of this agent allows no writes.`
    return stopped(new PlatformError('state_not_allowed', message, { reason: 'write_gate', sent: 'no' }))
  },
}
