import { findBlockedTerm } from '../blocked-terms.ts'
import { guardrailsOf } from '../guardrails.ts'
import { type Gate, passed, refused } from '../gate.ts'

/** No parameter holds what a content policy of the agent blocks. The message does not repeat it. */
export const contentPolicy: Gate = {
  name: 'content_policy',
  appliesTo: 'every-run',
  demand: (runnable) =>
    guardrailsOf(runnable, 'content_policy').length === 0
      ? undefined
      : 'refuses parameters, or withholds outputs, that hold a blocked term',
  check: ({ runnable, params }) => {
    const leaf = findBlockedTerm(runnable, 'input', params)
    if (leaf === undefined) return passed
    const message = `"${leaf}" holds a term that the content policy of this agent blocks.`
    return refused('content_blocked', message)
  },
}
