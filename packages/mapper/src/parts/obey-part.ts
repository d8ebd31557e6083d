import { answerPathText } from '../assignment/binding-names.ts'
import { type LineDecision, pairVerdict } from '../decisions.ts'
import { partLine, type SaidPart } from './part.ts'
import type { RowFields } from './row-fields.ts'

/** A part as people left it: gone where it was rejected, about the field that an edit put it to. */
export function obeyPart(
  said: SaidPart,
  decisions: readonly LineDecision[],
  rows: RowFields | undefined,
): readonly SaidPart[] {
  const line = partLine(said.part)
  if (pairVerdict(decisions, 'input', line) !== 'refused') return [said]
  const edit = decisions.find(
    (decision) => decision.kind === 'input' && decision.verdict === 'accept' && decision.name === line.name,
  )
  const leaf =
    edit?.kind === 'input' ? rows?.fields.find((field) => answerPathText(field) === edit.place) : undefined
  const { part } = said
  if (leaf === undefined || part.kind === 'constant' || part.kind === 'limit') return []
  return [{ ...said, part: { ...part, leaf } }]
}
