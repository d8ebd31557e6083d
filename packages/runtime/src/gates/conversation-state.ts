import { type Gate, passed, refused } from '../gate.ts'

/** The conversation is in a phase and a state in which the skill may run. A skill that names none may always. */
export const conversationState: Gate = {
  name: 'conversation_state',
  appliesTo: 'live-run',
  demand: ({ skill }) => {
    const { phases, allowedStates } = skill.policy
    const parts = [
      ...(phases === undefined ? [] : [`in the phases ${phases.join(', ')}`]),
      ...(allowedStates === undefined ? [] : [`in the states ${allowedStates.join(', ')}`]),
    ]
    return parts.length === 0 ? undefined : `allows calls ${parts.join(' and ')} only`
  },
  check: ({ runnable, call }) => {
    const { phases, allowedStates } = runnable.skill.policy
    const problem = refusal('phase', phases, call.phase) ?? refusal('state', allowedStates, call.state)
    if (problem === undefined) return passed
    const message = `"${runnable.skill.functionName}" may not run now: ${problem}`
    return refused('state_not_allowed', message)
  },
}

function refusal(
  what: 'phase' | 'state',
  allowed: readonly string[] | undefined,
  given: string | undefined,
): string | undefined {
  if (allowed === undefined || (given !== undefined && allowed.includes(given))) return undefined
  const list = allowed.map((name) => `"${name}"`).join(', ')
  return given === undefined
    ? `it needs to know the ${what} of the conversation. Send "${what}" as one of ${list}.`
    : `the ${what} of the conversation is none of ${list}.`
}
