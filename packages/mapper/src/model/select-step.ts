import { z } from 'zod'
import type { PreparedGoal } from '../prepare-goal.ts'
import type { Step } from './ask.ts'
import type { Offer } from './offer-operations.ts'
import { goalText, system } from './prompt-text.ts'

const mostChoices = 3

/** Asks which offered operations serve a goal, best first, as ids; an empty answer means that none does. */
export function selectStep(
  prepared: PreparedGoal,
  { operations }: Offer,
): Step<readonly string[]> | undefined {
  const [first, ...rest] = operations.map(({ id }) => id)
  if (first === undefined) return undefined
  return {
    name: 'select_operation',
    system,
    user: [
      goalText(prepared),
      '',
      '<catalog>',
      ...operations.map(({ line }) => line),
      '</catalog>',
      'Which operation does what the goal asks for in one call? Give up to three ids, the best first; none when no operation serves the goal.',
    ].join('\n'),
    reply: z
      .strictObject({ choices: z.array(z.enum([first, ...rest])) })
      .transform(({ choices }) => [...new Set(choices)].slice(0, mostChoices)),
    maxTokens: 400,
  }
}
