import { isWrite } from '@bindery/model'
import { type Gate, passed, refused } from '../gate.ts'
import { guardrailsOf } from '../guardrails.ts'
import type { RunnableSkill } from '../ports.ts'

/** The agent may write at all. A gate that only asks for an operator is the confirmation's. */
export const writeGate: Gate = {
  name: 'write_gate',
  appliesTo: 'live-run',
  isStanding: true,
  demand: (runnable) => (isDenied(runnable) ? 'refuses every call: the agent may not write' : undefined),
  check: ({ runnable }) => {
    if (!isDenied(runnable)) return passed
    const message = `"${runnable.skill.functionName}" writes, and a guardrail of this agent allows no writes.`
    return refused('state_not_allowed', message, { reason: 'write_gate' })
  },
}

const isDenied = (runnable: RunnableSkill): boolean =>
  isWrite(runnable.skill.effect) &&
  guardrailsOf(runnable, 'write_gate').some(({ config }) => config.mode === 'deny')
