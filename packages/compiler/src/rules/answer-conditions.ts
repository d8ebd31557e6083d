import { isWrite, operatorsOf, type PathSegment, type TypeRef } from '@bindery/model'
import { answerOrders } from '../resolution/answer-orders.ts'
import { authoredConditions } from '../resolution/condition-entries.ts'
import { wholePaths } from '../resolution/resolve-path.ts'
import { isOfTable, type ResolvedOrder } from '../resolution/resolve-reading.ts'
import { checkOptional } from './conditions-fit.ts'
import { askFor, removing, renaming } from './fixes.ts'
import type { Rule, RuleContext } from './rule.ts'
import { checkSent } from './sent-condition.ts'

/**
 * `condition_unsupported`, `order_invalid`, `tested_after_reading` (info): what is said of the rows of an answer can be done
 * with what was read: nothing is tested before something changes, one of several conditions is tested as a whole, and
 * rows are sorted by what has an order.
 */
export const answerConditions: Rule = (context) => {
  if (isOfTable(context.operation)) return
  if (isWrite(context.operation.effect)) return reportOfWrite(context)
  for (const { condition, origin, isBranch } of authoredConditions(context.binding)) {
    if (!isBranch || condition.argument === undefined) continue
    context.report({
      code: 'condition_unsupported',
      severity: 'error',
      path: [...origin, 'argument'],
      message: `What is one of several conditions is tested on the rows and not sent: name a field of the rows instead of "${condition.argument}".`,
      fixes: [
        condition.field === undefined
          ? removing('Remove this condition', origin)
          : removing('Test it alone', [...origin, 'argument']),
      ],
    })
  }
  checkSentOnes(context)
  for (const { order } of answerOrders(context)) for (const entry of order) checkOrder(entry, order, context)
  reportTested(context)
}

function checkSentOnes(context: RuleContext): void {
  for (const entry of context.assignments) {
    if (entry.sent === undefined) continue
    const sent = { ...entry, sent: entry.sent }
    checkSent(sent, context)
    const isTested = context.assignments.some(
      ({ origin, isTwin }) => isTwin === true && origin.join('/') === entry.origin.join('/'),
    )
    if (!isTested && entry.sent.optional === true) checkOptional(sent, context)
  }
}

/** Nothing that is read afterwards keeps a change from being made. */
function reportOfWrite(context: RuleContext): void {
  const { binding, operation, report } = context
  for (const { condition, origin } of authoredConditions(binding)) {
    if (condition.field === undefined) continue
    report({
      code: 'condition_unsupported',
      severity: 'error',
      path: [...origin, 'field'],
      message: `"${operation.name}" changes something, and nothing that its answer says can keep it from that. Send the condition in an argument, if it has one.`,
      fixes: [removing('Remove the condition', origin)],
    })
  }
  for (const member of ['orderBy', 'aggregate'] as const) {
    if (binding[member] === undefined) continue
    report({
      code: 'condition_unsupported',
      severity: 'error',
      path: [member],
      message: `"${operation.name}" changes something, and takes no "${member}".`,
      fixes: [removing(`Remove "${member}"`, [member])],
    })
  }
  checkSentOnes(context)
}

function checkOrder(
  { origin, name, resolution }: ResolvedOrder,
  order: readonly ResolvedOrder[],
  { report }: RuleContext,
): void {
  const entry: readonly PathSegment[] = origin.slice(0, -1)
  const problem = { code: 'order_invalid', severity: 'error', path: origin } as const
  const isTwice = order.find((other) => other.name === name)?.origin !== origin
  if (isTwice) {
    const message = `Rows are ordered by "${name}" already.`
    return report({ ...problem, message, fixes: [removing('Remove it', entry)] })
  }
  if (resolution.status === 'found') {
    if (hasOrder(resolution.value.type)) return
    const message = `"${name}" has no order that rows could be sorted by.`
    return report({ ...problem, message, fixes: [removing('Remove it', entry)] })
  }
  // What scoping blocks is told by itself.
  if (resolution.status === 'blocked') return
  const suggestions = resolution.status === 'not_found' ? wholePaths(resolution) : []
  const message = `Rows have no single "${name}" that could be ordered by.${askFor(suggestions)}`
  report({
    ...problem,
    message,
    suggestions,
    fixes: [...renaming(origin, suggestions), removing('Remove it', entry)],
  })
}

/** Numbers, texts, days and moments; of a closed set of values nobody says which comes first. */
const hasOrder = (type: TypeRef): boolean => operatorsOf(type).includes('lt')

function reportTested({ binding, assignments, report }: RuleContext): void {
  const tested = assignments.flatMap(({ condition, name }) =>
    condition === undefined || condition.rows !== undefined ? [] : [`"${name}"`],
  )
  const tell = (path: string, what: string): void =>
    report({
      code: 'tested_after_reading',
      severity: 'info',
      path: [path],
      message: `${what} after reading: it says nothing of what the provider has beyond the rows that a call reads. Where there may be more, only a list is shown, and anything else is "not_certain".`,
    })
  if (tested.length > 0) {
    const names = [...new Set(tested)].join(', ')
    tell('where', tested.length === 1 ? `${names} is tested` : `${names} are tested`)
  }
  if (binding.orderBy !== undefined && binding.aggregate === undefined) tell('orderBy', 'Rows are sorted')
  if (binding.aggregate !== undefined) tell('aggregate', 'Rows are counted')
}
