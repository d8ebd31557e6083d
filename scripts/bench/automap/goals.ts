import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** One labelled goal; the labels are explained beside the goals that ship with them. */
const Goal = z.object({
  id: z.string(),
  provider: z.string(),
  source_file: z.array(z.string()).min(1),
  goal: z.string(),
  goal_product: z.string().optional(),
  gold_operation: z.string().nullable(),
  acceptable_alternatives: z.array(z.string()).default([]),
  inputs: z.array(z.object({ param: z.string(), argument: z.string() })).default([]),
  outputs: z.array(z.object({ name: z.string(), path: z.string() })).default([]),
  kind: z.enum(['read', 'write', 'none']),
})
export type Goal = z.infer<typeof Goal>

export const wordings = ['goal', 'goal_product'] as const
export type Wording = (typeof wordings)[number]

export function readGoals(file: string): readonly Goal[] {
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.filter((line) => line.trim() !== '').map((line) => Goal.parse(JSON.parse(line)))
}

/** The operations that serve a goal, in the form of the labels. */
export const goldOf = (goal: Goal): readonly string[] =>
  goal.gold_operation === null ? [] : [goal.gold_operation, ...goal.acceptable_alternatives]
