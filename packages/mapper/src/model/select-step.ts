import { z } from 'zod'
import type { PreparedGoal } from '../prepare-goal.ts'
import type { Step } from './ask.ts'
import type { Offer } from './offer-operations.ts'
import { goalText, system } from './prompt-text.ts'

const mostChoices = 3

/** What a goal asks for, as the model reads it. */
export const askedEffects = ['read', 'write', 'cannot_tell'] as const

export interface Selection {
  readonly effect: (typeof askedEffects)[number]
  /** Ids, best first; none when no operation serves the goal. */
  readonly choices: readonly string[]
}

/** Asks whether a goal reads or changes something, and which offered operations serve it. */
export function selectStep(prepared: PreparedGoal, { operations }: Offer): Step<Selection> | undefined {
  const [first, ...rest] = operations.map(({ id }) => id)
  if (first === undefined) return undefined
  return {
    name: 'select_operation',
    system,
    user: [
      '<catalog>',
      ...operations.map(({ line }) => line),
      '</catalog>',
      '',
      goalText(prepared),
      ...favourites(prepared, operations),
      'Does the goal only read, does it ask to change something, or can you not tell? Judge by what it means, in whatever language.',
      'Which operation does what it asks for in one call? Give up to three ids, the best first; none when no operation serves the goal.',
    ].join('\n'),
    reply: z
      .strictObject({ effect: z.enum(askedEffects), choices: z.array(z.enum([first, ...rest])) })
      .transform(({ effect, choices }) => ({ effect, choices: [...new Set(choices)].slice(0, mostChoices) })),
    maxTokens: 400,
  }
}

const mostFavourites = 5

/** A hint behind the list, which is the same for every goal as long as it is whole, so that servers may keep its prefix. */
function favourites({ ranked }: PreparedGoal, operations: Offer['operations']): readonly string[] {
  const ids = ranked
    .slice(0, mostFavourites)
    .flatMap((entry) => operations.filter((each) => each.ranked.operation === entry.operation))
    .map(({ id }) => id)
  return ids.length === 0 ? [] : [`By their words alone these come nearest: ${ids.join(', ')}.`]
}
