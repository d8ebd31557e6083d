import { type Binding, type Issue, nearestNames, type Operation } from '@bindery/model'
import { hasConditions, isOnlyUnindexed } from '@bindery/model/tables'
import type { CatalogView } from '../resolution/catalog-view.ts'
import { askFor, renaming } from './fixes.ts'

/**
 * `operation_not_found`, `scoped_out`, `read_only_connection`: the operation must be in the catalog, usable, not about a
 * blocked object, and no write that the connection may not do.
 * Runs before the rules, which need an operation.
 */
export function checkOperation(binding: Binding, view: CatalogView): readonly Issue[] {
  const name = binding.operation
  const operation = view.index.operation(name)
  if (operation === undefined) return [unknown(name, view)]
  if (isHidden(operation, view)) {
    const message = `The operation "${name}" is about an object that is blocked by scoping.`
    return [{ code: 'scoped_out', severity: 'error', path: ['operation'], message }]
  }
  return operation.availability.status === 'quarantined' && !isOpenToConditions(binding, operation)
    ? [quarantined(operation, operation.availability.reasons)]
    : []
}

/** A table without an index is searched where its conditions say what that may cost. */
const isOpenToConditions = (binding: Binding, operation: Operation): boolean =>
  hasConditions(binding) && isOnlyUnindexed(operation)

function unknown(name: string, view: CatalogView): Issue {
  const offered = view.index.catalog.operations.filter((operation) => !isHidden(operation, view))
  const suggestions = nearestNames(
    name,
    offered.map((operation) => operation.name),
  )
  return {
    code: 'operation_not_found',
    severity: 'error',
    path: ['operation'],
    message: `There is no operation "${name}" in this catalog.${askFor(suggestions)}`,
    suggestions,
    fixes: renaming(['operation'], suggestions),
  }
}

type Reasons = Extract<Operation['availability'], { status: 'quarantined' }>['reasons']

function quarantined(operation: Operation, reasons: Reasons): Issue {
  const isForbidden = reasons.every((reason) => reason.code === 'grant_missing')
  if (isForbidden) return forbidden(operation, reasons)
  const way = isOnlyUnindexed(operation)
    ? ' Conditions ("where") search it where the table is small, or where "acceptScan" accepts it.'
    : ''
  return {
    code: 'operation_not_found',
    severity: 'error',
    path: ['operation'],
    message: `The operation "${operation.name}" is quarantined and cannot be bound: ${reasons.map((reason) => reason.message).join(' ')}${way}`,
    pointer: reasons[0]?.pointer ?? operation.provenance,
  }
}

function forbidden(operation: Operation, reasons: Reasons): Issue {
  return {
    code: 'read_only_connection',
    severity: 'error',
    path: ['operation'],
    message: `"${operation.name}" cannot be bound. ${reasons.map((reason) => reason.message).join(' ')} Then discover again.`,
    pointer: reasons[0]?.pointer ?? operation.provenance,
  }
}

function isHidden(operation: Operation, { scope }: CatalogView): boolean {
  return operation.object !== undefined && scope.isObjectBlocked(operation.object)
}
