import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { plainOperation } from './operation-label.ts'

/** One labelled goal; the labels are explained beside the goals that ship with them. */
const Goal = z.object({
  id: z.string(),
  provider: z.string(),
  source_file: z.union([z.string().transform((name) => [name]), z.array(z.string()).min(1)]),
  goal: z.string(),
  goal_product: z
    .string()
    .nullish()
    .transform((text) => text ?? undefined),
  gold_operation: z.string().nullable(),
  acceptable_alternatives: z
    .array(z.string())
    .nullish()
    .transform((all) => all ?? []),
  inputs: z.array(z.object({ param: z.string(), argument: z.string() })).default([]),
  outputs: z.array(z.object({ name: z.string(), path: z.string() })).default([]),
  kind: z.enum(['read', 'write', 'none']),
  /** How it is said; goals that say it are labelled with all that they fix. */
  form: z.string().exactOptional(),
  language: z.string().exactOptional(),
  /** Parts that hold in every call, each with the forms of which one is enough. */
  fixed: z.array(z.array(z.string()).min(1)).default([]),
  /** The read that finds an id first, and what it is asked with. */
  gold_lookup: z.string().exactOptional(),
  lookup_inputs: z.array(z.object({ param: z.string(), argument: z.string() })).default([]),
})
export type Goal = z.infer<typeof Goal>

export const wordings = ['goal', 'goal_product'] as const
export type Wording = (typeof wordings)[number]

export function readGoals(file: string): readonly Goal[] {
  const { goals, problems } = readGoalLines(readFileSync(file, 'utf8'))
  for (const problem of problems) console.error(`SKIPPED: ${file} ${problem}`)
  return goals
}

export interface GoalLines {
  readonly goals: readonly Goal[]
  /** One sentence per line that is no goal. */
  readonly problems: readonly string[]
}

/** A line that is no goal stops none of the others. */
export function readGoalLines(text: string): GoalLines {
  const goals: Goal[] = []
  const problems: string[] = []
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    try {
      goals.push(Goal.parse(JSON.parse(line)))
    } catch (error) {
      const reason =
        error instanceof z.ZodError ? z.prettifyError(error).replaceAll('\n', ' ') : String(error)
      problems.push(`line ${at + 1}: ${reason}`)
    }
  }
  return { goals, problems }
}

/** The operations that serve a goal, in the form that `labelOf` gives. */
export const goldOf = (goal: Goal): readonly string[] => goldLabels(goal).map(plainOperation)

/** The same as authored. */
export const goldLabels = (goal: Goal): readonly string[] =>
  goal.gold_operation === null ? [] : [goal.gold_operation, ...goal.acceptable_alternatives]

/** The goals that ship with the repository. */
export const ownGoals = fileURLToPath(new URL('../../../fixtures/automap/goals.jsonl', import.meta.url))
