import { indexCatalog } from '@bindery/model'
import { composeSteps } from '../lookup/compose-steps.ts'
import { findLookup } from '../lookup/find-lookup.ts'
import type { MappedGoal } from '../mapped-goal.ts'
import { markAsked } from './asked-lines.ts'
import { completeFilter, completeNames } from './complete-names.ts'
import { describeDraft, type DraftScene } from './describe-draft.ts'
import type { PlacedOperation } from './placed-operation.ts'
import { settleBinding } from './settle-binding.ts'
import { wholeInputs } from './whole-inputs.ts'
import { fitParts } from '../parts/fit-parts.ts'
import { readParts } from '../parts/read-parts.ts'
import { tableOf, writeBinding } from './write-binding.ts'

/**
 * Writes the binding of a chosen operation down, behind a lookup where an id is missing that the goal does not give, makes it
 * compile, and says what a person must know about it.
 */
export function finishDraft(chosen: PlacedOperation, scene: DraftScene): MappedGoal {
  const { prepared, tools } = scene
  const catalog = indexCatalog(prepared.index.catalog)
  const { goal } = prepared
  const placed = markAsked({ ...chosen, ...completeNames(chosen, goal, catalog) }, goal.goal)
  const { compile, steps } = tools
  const choice = steps === undefined ? undefined : findLookup(placed, prepared)
  if (steps !== undefined && choice?.status === 'found') {
    const composed = composeSteps(placed, choice.lookup, { prepared, compile, steps })
    if (composed !== undefined) return describeDraft(composed, scene, composed)
  }
  const { operation } = chosen.ranked
  const filtered = completeFilter(placed, goal, catalog)
  const built = writeBinding({ prepared, operation, ...filtered })
  const compiles = (candidate: typeof built) => {
    const result = compile(candidate)
    return result.ok ? [] : result.failure
  }
  const settled = fitParts(
    settleBinding(built, compiles, wholeInputs(operation, prepared)),
    placed.parts ?? readParts(filtered, prepared),
    { compiles, operation, table: tableOf(operation, prepared), parameters: filtered.parameters },
  )
  const alone = describeDraft({ ...filtered, settled }, scene, undefined)
  return choice?.status === 'doubtful'
    ? { ...alone, questions: [...alone.questions, choice.question] }
    : alone
}
