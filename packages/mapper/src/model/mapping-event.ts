import type { DraftLine } from '../draft/lines.ts'
import type { MappingUsage } from './budget.ts'

/** What happens while a goal is mapped, in order. */
export type MappingEvent =
  | { readonly kind: 'stage'; readonly name: MappingStage }
  | { readonly kind: 'candidate'; readonly operation: string; readonly alternatives: readonly string[] }
  | { readonly kind: 'line'; readonly line: DraftLine }
  | { readonly kind: 'diagnostic'; readonly code: string; readonly message: string }
  | { readonly kind: 'usage'; readonly usage: MappingUsage }

export type MappingStage = 'rank' | 'rewrite' | 'select' | 'map' | 'compile' | 'repair' | 'fall_back'
