import type { Line } from '../terminal/line.ts'

export interface MemberChange {
  readonly field: string
  readonly before: string | null
  readonly after: string | null
  readonly kind: 'added' | 'removed' | 'changed'
}

/** What changes, a line each: `~ skills.find.description "a" -> "b"`. */
export const changeLines = (changes: readonly MemberChange[]): readonly Line[] =>
  changes.length === 0 ? ['Nothing changes.'] : changes.map(changeLine)

function changeLine({ field, before, after, kind }: MemberChange): Line {
  if (kind === 'added') return [{ style: 'green', text: `+ ${field}` }, ` ${after ?? ''}`]
  if (kind === 'removed') return [{ style: 'red', text: `- ${field}` }, ` ${before ?? ''}`]
  return [{ style: 'yellow', text: `~ ${field}` }, ` ${before ?? 'none'} -> ${after ?? 'none'}`]
}
