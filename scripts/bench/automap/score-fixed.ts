import { indexCatalog, type SchemaCatalog } from '../../../packages/model/src/index.ts'
import type { Goal } from './goals.ts'
import type { LineCount } from './measure-goal.ts'
import { isNamedBy } from './operation-label.ts'

const saysPart = (proposed: readonly string[], forms: readonly string[]): boolean =>
  forms.some((form) => proposed.some((label) => samePart(label, form)))

/** A comparison of a column for equality says what a constant of it does. */
const samePart = (a: string, b: string): boolean => plainPart(a) === plainPart(b)
const plainPart = (part: string): string => part.replace(/^always where\.(\w+)=/, 'where $1 eq ')

/** Parts that are labelled and there, that are there, and that are labelled. */
export const countFixed = ({ fixed }: Goal, proposed: readonly string[]): LineCount => ({
  right: fixed.filter((forms) => saysPart(proposed, forms)).length,
  proposed: proposed.length,
  wanted: fixed.length,
})

/** Parts that differ from the labels; only goals that say how they are said are labelled with all of them. */
export const wrongFixed = (goal: Goal, proposed: readonly string[]): readonly string[] => [
  ...goal.fixed
    .filter((forms) => !saysPart(proposed, forms))
    .map((forms) => `fixed: ${proposed.join(', ') || 'nothing'}, not ${forms[0] ?? ''}`),
  ...(goal.form === undefined ? [] : proposed)
    .filter((label) => !goal.fixed.some((forms) => saysPart([label], forms)))
    .map((label) => `fixed: ${label}, which is not wanted`),
]

/** Whether an id is found by the read that the labels name; null where they name none. */
export function isFoundBy(
  { gold_lookup: label }: Goal,
  lookup: string | null,
  catalog: SchemaCatalog,
): boolean | null {
  if (label === undefined) return null
  const operation = lookup === null ? undefined : indexCatalog(catalog).operation(lookup)
  return operation !== undefined && isNamedBy(operation, label)
}
