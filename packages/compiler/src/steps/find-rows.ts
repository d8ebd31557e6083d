import { failure, type FieldPath, type Issue, type Operation, type Result, success } from '@bindery/model'
import type { CatalogView } from '../resolution/catalog-view.ts'
import { listsOf } from '../resolution/lists-of.ts'
import { isOfTable } from '../resolution/resolve-reading.ts'
import { setting } from '../rules/fixes.ts'
import type { PlannedStep } from './step-plan.ts'

/** The list that a step takes rows of: the one that it names, the rows of its table, or the only list of its answer. */
export function findRows(
  { step, at }: PlannedStep,
  operation: Operation | undefined,
  view: CatalogView,
): Result<FieldPath, Issue> {
  if (step.take === undefined || operation === undefined || isOfTable(operation)) return success('$')
  if (step.rows !== undefined) return success(step.rows)
  const candidates = listsOf(operation.returns, view)
  const [only, ...more] = candidates
  if (only !== undefined && more.length === 0) return success(only)
  const path = ['steps', at, 'rows']
  const message =
    only === undefined
      ? `The answer of "${operation.name}" is described without a list of rows, so none can be taken: leave "take" out, or name the list with "rows".`
      : `The answer of "${operation.name}" has several lists. Say with "rows" which one "${step.id}" takes rows of: ${candidates.map((name) => `"${name}"`).join(', ')}.`
  return failure({
    code: 'rows_unknown',
    severity: 'error',
    path,
    message,
    suggestions: candidates,
    fixes: candidates.map((name) => setting(`Use "${name}"`, path, name)),
  })
}
