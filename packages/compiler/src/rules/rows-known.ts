import { isWrite } from '@bindery/model'
import { listsOf } from '../resolution/lists-of.ts'
import { isOfTable } from '../resolution/resolve-reading.ts'
import { removing, renaming, setting } from './fixes.ts'
import type { Rule, RuleContext } from './rule.ts'

/**
 * `rows_unsupported`, `rows_unknown`: it is clear which list of an answer a binding is about that says something of rows.
 * Tables say it themselves, and what changes something is about no list.
 */
export const rowsKnown: Rule = (context) => {
  const { operation, reading } = context
  if (isOfTable(operation)) return reportMembers(context, 'a table says itself which rows it means')
  if (isWrite(operation.effect)) return reportMembers(context, 'it changes something, and is about no list')
  if (reading === undefined) return
  switch (reading.rows.status) {
    case 'found':
      return
    case 'no_list':
      return reportNoList(reading.rows.resolution.status, context)
    case 'unclear':
      return reportUnclear(reading.rows.candidates, context)
  }
}

function reportMembers({ binding, operation, report }: RuleContext, why: string): void {
  for (const member of ['rows', 'pages'] as const) {
    if (binding[member] === undefined) continue
    report({
      code: 'rows_unsupported',
      severity: 'error',
      path: [member],
      message: `"${operation.name}" takes no "${member}": ${why}.`,
      fixes: [removing(`Remove "${member}"`, [member])],
    })
  }
}

function reportNoList(status: string, context: RuleContext): void {
  const candidates = listsOf(context.operation.returns, context.view)
  const isBlocked = status === 'blocked'
  const problem = isBlocked
    ? 'The list that "rows" leads to is blocked by scoping.'
    : `"rows" leads to no list of the answer by names of fields alone.${named(candidates)}`
  context.report({
    code: isBlocked ? 'scoped_out' : 'rows_unknown',
    severity: 'error',
    path: ['rows'],
    message: problem,
    suggestions: candidates,
    fixes: [...renaming(['rows'], candidates), removing('Remove "rows"', ['rows'])],
  })
}

function reportUnclear(candidates: readonly string[], { operation, report }: RuleContext): void {
  const problem =
    candidates.length === 0
      ? `The answer of "${operation.name}" is described without a list of rows, so nothing can be said of rows.`
      : `The answer of "${operation.name}" has several lists. Say which one is meant.${named(candidates)}`
  report({
    code: 'rows_unknown',
    severity: 'error',
    path: ['rows'],
    message: problem,
    suggestions: candidates,
    fixes: candidates.map((name) => setting(`Use "${name}"`, ['rows'], name)),
  })
}

const named = (candidates: readonly string[]): string =>
  candidates.length === 0 ? '' : ` Its lists: ${candidates.map((name) => `"${name}"`).join(', ')}.`
