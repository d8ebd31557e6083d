import type { ReviewType } from '../../api/review.ts'

/** What the inbox is narrowed to, and what of it is open. */
export interface ReviewSearch {
  readonly type?: ReviewType
  readonly item?: string | undefined
}

export const reviewTypes = ['approval', 'drift', 'draft'] as const

export function readReviewSearch({ type, item }: Record<string, unknown>): ReviewSearch {
  const known = reviewTypes.find((each) => each === type)
  return {
    ...(known !== undefined && { type: known }),
    ...(typeof item === 'string' && item !== '' && { item }),
  }
}
