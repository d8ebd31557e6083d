import type { AnswerPath } from '../assignment/answer-paths.ts'
import type { ArgumentPlace } from '../assignment/places.ts'
import type { DraftQuestion } from '../draft/questions.ts'
import type { LookupPlace } from '../lookup/offer-lookups.ts'
import type { PartWord } from '../parts/part.ts'
import type { ScoredOperation } from '../ranking/rank-operations.ts'

/** Something a model may name, by the id it answers with. */
export interface Offered<Thing> {
  readonly id: string
  readonly thing: Thing
}

/** Everything that a model may say about one operation. */
export interface PlaceOffer {
  readonly ranked: ScoredOperation
  readonly places: readonly Offered<ArgumentPlace>[]
  readonly leaves: readonly Offered<AnswerPath>[]
  /** Names of what the agent collects; undefined stands for the place's own name. */
  readonly parameters: readonly Offered<string | undefined>[]
  readonly outputs: readonly Offered<string | undefined>[]
  /** Arguments of reads that find ids which the operation takes. */
  readonly lookups: readonly Offered<LookupPlace>[]
  /** What may be asked of a person. */
  readonly questions: readonly Offered<DraftQuestion>[]
  /** What may be fixed in every call. */
  readonly values: readonly Offered<PartWord>[]
  /** Places and leaves whose texts gave orders and were left out. */
  readonly flagged: readonly string[]
}
