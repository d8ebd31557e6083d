import { z } from 'zod'
import { effects } from '../../../packages/model/src/index.ts'

/** One hand-made label; the definitions stand in `fixtures/effects/README.md`. */
export const Label = z
  .strictObject({
    /** `provenance` of the operation in our catalog, by which it is found. */
    at: z.string().min(1),
    name: z.string().min(1),
    effect: z.enum(effects),
    /** Other effects that a careful operator would accept equally. */
    or: z.array(z.enum(effects)).min(1).readonly().optional(),
    tags: z
      .array(z.enum(['noun_like_verb']))
      .min(1)
      .readonly()
      .optional(),
    note: z.string().min(1).optional(),
  })
  .readonly()
export type Label = z.infer<typeof Label>

export interface ReadLines {
  readonly labels: readonly Label[]
  /** One sentence per line that is no label. */
  readonly problems: readonly string[]
}

export function parseLabelLines(text: string): ReadLines {
  const labels: Label[] = []
  const problems: string[] = []
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    try {
      labels.push(Label.parse(JSON.parse(line)))
    } catch (error) {
      const reason =
        error instanceof z.ZodError ? z.prettifyError(error).replaceAll('\n', ' ') : String(error)
      problems.push(`line ${at + 1}: ${reason}`)
    }
  }
  return { labels, problems }
}
