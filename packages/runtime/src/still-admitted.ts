import { gates } from './gate-order.ts'
import { prepareSkill } from './prepare-skill.ts'
import type { RunState } from './run-state.ts'

const standing = gates.filter(({ isStanding }) => isStanding === true)

/**
 * Asks anew, before a run calls a provider once more, whether an operator still lets it: who disables a skill, blocks an
 * object or forbids writes while it runs stops what it has not done yet, and what the agent may disclose by now holds for what it
 * gives. Throws the refusal.
 */
export async function requireStanding(state: RunState): Promise<void> {
  const { call, ports } = state
  const runnable = await ports.standing(state.runnable, call)
  const context = { runnable, prepared: prepareSkill(runnable.skill), call, ports, params: call.params }
  for (const { check } of standing) {
    const verdict = await check(context)
    if (verdict.verdict === 'stopped') throw verdict.error
  }
  state.guarded = runnable
}
