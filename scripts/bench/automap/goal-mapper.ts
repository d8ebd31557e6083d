import type { GoalText, MappedGoal } from '../../../packages/mapper/src/index.ts'
import type { AnyBinding, SchemaCatalog } from '../../../packages/model/src/index.ts'

/** What a language model was asked; nothing of it for a mapper that asks none. */
export interface MapperUsage {
  readonly promptTokens: number
  readonly completionTokens: number
  readonly calls: number
}

export const noUsage: MapperUsage = { promptTokens: 0, completionTokens: 0, calls: 0 }

/** What a mapper makes of one goal. */
export type MappedRow =
  | {
      readonly status: 'mapped'
      /** How it was made; a model mapper may fall back to `deterministic`. */
      readonly mode: string
      /** Name of the operation in the catalog. */
      readonly operation: string
      readonly binding: AnyBinding
      readonly compiles: boolean
      /** How likely the operation is the right one, 0 to 1, and the same in a word, as the draft says it. */
      readonly confidence: number
      readonly strength: string
      /** How much it says that it leaves open: what it does not do, and what it asks, where ids come from left out. */
      readonly open: number
      readonly usage: MapperUsage
      /** Why a model gave nothing, so that rules drafted. */
      readonly fallback?: string
    }
  | {
      readonly status: 'abstained'
      readonly mode: string
      readonly reasons: readonly string[]
      readonly usage: MapperUsage
      readonly fallback?: string
    }

/** What the benchmark measures. Total for whatever goal and catalog it is given. */
export interface GoalMapper {
  /** What one more question is paid with. */
  readonly costs: 'tokens' | 'nothing'
  map(request: GoalText, catalog: SchemaCatalog): Promise<MappedRow>
}

/** Where ids come from is asked of drafts that are right as well. */
export const openOf = ({ unmet, questions }: MappedGoal): number =>
  unmet.length + questions.filter(({ question }) => !question.startsWith('Callers rarely know')).length
