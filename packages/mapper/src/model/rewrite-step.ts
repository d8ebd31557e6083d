import { z } from 'zod'
import type { PreparedGoal } from '../prepare-goal.ts'
import { cleanText } from './clean-text.ts'
import type { Step } from './ask.ts'
import { goalText, system } from './prompt-text.ts'

/** In all; their list stands in the prompt and in the schema. */
const mostCharacters = 3_000

/** Asks which of the provider's own nouns a goal is about; for catalogs of which only a part can be offered. */
export function rewriteStep(prepared: PreparedGoal): Step<readonly string[]> | undefined {
  const nouns = providerNouns(prepared)
  const [first, ...rest] = nouns
  if (first === undefined) return undefined
  return {
    name: 'rewrite_goal',
    system,
    user: [
      goalText(prepared),
      '',
      '<nouns>',
      nouns.join(', '),
      '</nouns>',
      'Which of these nouns of the provider is the goal about? Name up to five, the most telling first.',
    ].join('\n'),
    reply: z
      .strictObject({ nouns: z.array(z.enum([first, ...rest])) })
      .transform((reply) => reply.nouns.slice(0, 5)),
    maxTokens: 300,
  }
}

/** What the operations of a catalog are about, in its own words, the most frequent first. */
function providerNouns({ index }: PreparedGoal): readonly string[] {
  const counts = new Map<string, number>()
  for (const { entry } of index.operations) {
    const name = entry.subject === '' ? undefined : cleanText(entry.subject, 40)
    if (name === undefined || name.isFlagged || name.text === '') continue
    counts.set(name.text, (counts.get(name.text) ?? 0) + 1)
  }
  let characters = 0
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([noun]) => noun)
    .filter((noun) => (characters += noun.length + 2) <= mostCharacters)
}
