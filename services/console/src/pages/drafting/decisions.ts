import type { AutoDraftRecord } from '@bindery/client'

export type Line = AutoDraftRecord['lines'][number]
export type Verdict = 'accept' | 'reject'

/** What was said of a line last; undefined while nobody has said anything. */
export const verdictOf = ({ decisions }: AutoDraftRecord, line: Line): Verdict | undefined =>
  decisions.find(({ kind, name, place }) => kind === line.kind && name === line.name && place === line.place)
    ?.verdict

/** What a draft was decided to, and what of it is open. */
export function countVerdicts(draft: AutoDraftRecord) {
  const verdicts = draft.lines.map((line) => verdictOf(draft, line))
  const count = (verdict: Verdict | undefined): number => verdicts.filter((each) => each === verdict).length
  return { accepted: count('accept'), rejected: count('reject'), open: count(undefined) }
}
