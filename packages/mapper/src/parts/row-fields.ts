import { type CatalogIndex, needsVerifiedIdentity, type Operation } from '@bindery/model'
import { type AnswerPath, answerPaths } from '../assignment/answer-paths.ts'
import type { AssignedOutputs } from '../assignment/assign-outputs.ts'
import { rowPathOf } from '../assignment/binding-names.ts'

/** The rows of an answer that conditions and an order are about. */
export interface RowFields {
  /** As a binding names it: `$`, `data.items`. */
  readonly list: string
  /** Single values of one row, in no list within it, and none above class `contact`. */
  readonly fields: readonly AnswerPath[]
}

/** The list that the first output comes from, or else the one that is nearest to the top; undefined for an answer without rows. */
export function rowFields(
  operation: Operation,
  { assigned }: AssignedOutputs,
  index: CatalogIndex,
): RowFields | undefined {
  const leaves = answerPaths(operation, index)
  const taken = assigned.map(({ place }) => rowPathOf(place).list).find((list) => list !== undefined)
  const nearest = leaves
    .filter(({ lists }) => lists.length > 0)
    .toSorted((a, b) => (a.lists[0] ?? 0) - (b.lists[0] ?? 0))
    .map((leaf) => rowPathOf(leaf).list)[0]
  const list = taken ?? nearest
  if (list === undefined) return undefined
  const fields = leaves.filter(
    (leaf) =>
      leaf.lists.length === 1 && rowPathOf(leaf).list === list && !needsVerifiedIdentity(leaf.sensitivity),
  )
  return { list, fields }
}

/** How many names lead from a row to one of its values. */
export const depthInRow = ({ names, lists }: AnswerPath): number => names.length - (lists[0] ?? 0)
