import { type Effect, isGraverEffect, isWrite } from '@bindery/model'

/**
 * Of a skill of which only what it is made from changed: it stays as enabled, and as much in the draft, as it is. With
 * `kept_for_reads` a write is switched off, with `kept_unless_graver` what does graver things than before: nobody agreed to that.
 */
export type Enabling = 'kept' | 'kept_for_reads' | 'kept_unless_graver'

export function keepsEnabled(
  enabling: Enabling,
  { before, after }: { readonly before: Effect; readonly after: Effect },
): boolean {
  switch (enabling) {
    case 'kept':
      return true
    case 'kept_for_reads':
      return !isWrite(after)
    case 'kept_unless_graver':
      return !isGraverEffect(after, before)
  }
}
