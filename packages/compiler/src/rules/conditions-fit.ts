import {
  type AssignedCondition,
  isMoment,
  isWholeDay,
  isWrite,
  mostOptional,
  operatorsOf,
  parseRelativeTime,
  nearestNames,
  type PathSegment,
  toPointer,
  type TypeRef,
} from '@bindery/model'
import { hasConditions } from '@bindery/model/tables'
import type { ResolvedAssignment } from '../resolution/resolved-binding.ts'
import { resolveColumn } from '../resolution/condition-entries.ts'
import { isOfTable } from '../resolution/resolve-reading.ts'
import { type RowOrder, rowOrders } from '../resolution/row-orders.ts'
import { findSqlBinding } from '../resolution/sql-binding.ts'
import { askFor, removing, renaming, setting } from './fixes.ts'
import type { Rule, RuleContext } from './rule.ts'

/**
 * `condition_unsupported`, `operator_unsupported`, `relative_invalid`, `optional_source`, `optional_count`,
 * `optional_guard`: each condition
 * can be said to the provider, with an operator that its field has, about a value that can be compared with it.
 */
export const conditionsFit: Rule = (context) => {
  const { binding, assignments } = context
  if (!isOfTable(context.operation)) return checkAnswer(context)
  const isConditioned = hasConditions(binding) || assignments.some(({ condition }) => condition !== undefined)
  for (const order of rowOrders(context)) checkOrder(order, context)
  if (!isConditioned) return
  const sql = findSqlBinding(context)
  const isSearch = sql?.mode === 'find' || sql?.mode === 'aggregate'
  const isGuarded =
    sql?.mode === 'update' && binding.orderBy === undefined && binding.acceptScan === undefined
  if (!isSearch && !isGuarded) return reportUnsupported(context)
  for (const entry of assignments) {
    if (entry.condition !== undefined) checkCondition({ ...entry, condition: entry.condition }, context)
  }
  const optional = assignments.filter(({ condition }) => condition?.optional === true)
  for (const { origin } of optional.slice(mostOptional)) {
    context.report({
      code: 'optional_count',
      severity: 'error',
      path: [...origin, 'optional'],
      message: `At most ${mostOptional} conditions of a binding are optional. Make this one mandatory, or another skill of it.`,
      fixes: [removing('Make it mandatory', [...origin, 'optional'])],
    })
  }
}

/** Conditions on the rows of an answer take what conditions on those of a table take. */
function checkAnswer(context: RuleContext): void {
  reportUnsupported(context, ['acceptScan'])
  for (const entry of context.assignments) {
    if (entry.condition !== undefined) checkCondition({ ...entry, condition: entry.condition }, context)
  }
}

function reportUnsupported(
  { binding, operation, report }: RuleContext,
  members: readonly ('where' | 'orderBy' | 'acceptScan')[] = ['where', 'orderBy', 'acceptScan'],
): void {
  for (const member of members) {
    if (binding[member] === undefined) continue
    report({
      code: 'condition_unsupported',
      severity: 'error',
      path: [member],
      message: `"${operation.name}" takes no "${member}": conditions are for the search of a table and for what must hold before an update.`,
      fixes: [removing(`Remove "${member}"`, [member])],
    })
  }
}

type ConditionEntry = ResolvedAssignment & { readonly condition: AssignedCondition }

function checkCondition(entry: ConditionEntry, context: RuleContext): void {
  const { condition, resolution, origin, name } = entry
  if (condition.optional === true) checkOptional(entry, context)
  if (condition.optional === true && isWrite(context.operation.effect) && isOfTable(context.operation))
    reportOptionalGuard(entry, context)
  if (resolution.status !== 'found') return
  if (resolution.target.path.length > 1 && isOfTable(context.operation)) checkJoined(entry, context)
  const { type } = resolution.target.argument
  const operators = operatorsOf(type)
  if (!operators.includes(condition.op)) {
    context.report({
      code: 'operator_unsupported',
      severity: 'error',
      path: [...origin, 'op'],
      message: `"${name}" cannot be compared with "${condition.op}". It takes ${operators.join(', ')}.`,
      suggestions: operators,
      fixes: operators.slice(0, 3).map((op) => setting(`Use ${op}`, [...origin, 'op'], op)),
    })
  }
  checkSource(entry, context)
  if (condition.fold === true && !isText(type)) {
    context.report({
      code: 'operator_unsupported',
      severity: 'error',
      path: [...origin, 'fold'],
      message: `"${name}" holds no text, so it has no case to leave out.`,
      fixes: [removing('Remove "fold"', [...origin, 'fold'])],
    })
  }
  checkRelative(entry, type, context)
}

/** A change is of one table alone: what must hold before it is held by the statement that makes it. */
function checkJoined({ origin, key, name }: ConditionEntry, context: RuleContext): void {
  const mode = findSqlBinding(context)?.mode
  if (mode === 'find' || mode === 'aggregate') return
  context.report({
    code: 'condition_unsupported',
    severity: 'error',
    path: [...origin, key],
    message:
      `"${name}" is of another table, and "${context.operation.name}" holds its own alone to what must be so. ` +
      'Read it by a step before, and compare a column of this table with what that found.',
    fixes: [removing('Remove the condition', origin)],
  })
}

const isText = (type: TypeRef): boolean => operatorsOf(type).includes('contains')

export function checkOptional(
  { source, origin, name }: Pick<ResolvedAssignment, 'source' | 'origin' | 'name'>,
  { binding, report }: RuleContext,
): void {
  const isGivenByAgent = source.from === 'parameter' && !binding.contextParams.includes(source.name)
  if (isGivenByAgent || source.from === 'both' || source.from === 'neither') return
  report({
    code: 'optional_source',
    severity: 'error',
    path: [...origin, 'optional'],
    message: `Only a parameter that the agent gives is optional; what "${name}" is compared with is always there.`,
    fixes: [removing('Remove "optional"', [...origin, 'optional'])],
  })
}

/** What must hold before a change could be left out, and the change would be made all the same. */
function reportOptionalGuard({ origin, name }: ConditionEntry, { report }: RuleContext): void {
  report({
    code: 'optional_guard',
    severity: 'error',
    path: [...origin, 'optional'],
    message: `"${name}" must be so before anything is changed, so a call cannot leave it out.`,
    fixes: [removing('Make it mandatory', [...origin, 'optional'])],
  })
}

/** `isNull` asks nothing of anybody, and null equals nothing. */
function checkSource({ condition, source, origin, name }: ConditionEntry, { report }: RuleContext): void {
  if (condition.op === 'isNull' && source.from !== 'constant' && source.from !== 'both') {
    const message = `"isNull" takes true or false as a constant.`
    report({ code: 'operator_unsupported', severity: 'error', path: [...origin, 'op'], message })
  }
  if (condition.op === 'isNull' || source.from !== 'constant' || source.value !== null) return
  const isNot = condition.op === 'ne'
  report({
    code: 'operator_unsupported',
    severity: 'error',
    path: [...origin, 'const'],
    message: `Nothing equals null. Ask for it with "isNull".`,
    fixes: [
      {
        title: isNot ? `Where "${name}" is there` : `Where "${name}" is not there`,
        patch: [
          { op: 'add', path: toPointer([...origin, 'op']), value: 'isNull' },
          { op: 'add', path: toPointer([...origin, 'const']), value: !isNot },
        ],
      },
    ],
  })
}

function checkRelative(
  { source, origin, condition, name }: ConditionEntry,
  type: TypeRef,
  context: RuleContext,
): void {
  if (source.from !== 'relative') return
  const problem = relativeProblem(source.text, condition, type)
  if (problem === undefined) return
  context.report({
    code: 'relative_invalid',
    severity: 'error',
    path: [...origin, 'relative'],
    message: `"${source.text}" cannot be compared with "${name}": ${problem}`,
  })
}

export function relativeProblem(text: string, { op }: AssignedCondition, type: TypeRef): string | undefined {
  const relative = parseRelativeTime(text)
  if (relative === undefined)
    return 'write now, today, startOfWeek or startOfMonth, then perhaps + or - and a duration such as P7D or PT36H.'
  if (op === 'in' || op === 'startsWith' || op === 'contains' || op === 'isNull')
    return `"${op}" takes no moment.`
  if (isMoment(type)) return undefined
  const isDate = type.kind === 'scalar' && type.scalar === 'date'
  if (!isDate) return 'it holds neither days nor moments.'
  return isWholeDay(relative) ? undefined : 'it holds days, and this is a moment. Count from today in days.'
}

function checkOrder({ entries, origin, operation }: RowOrder, context: RuleContext): void {
  const { view, report } = context
  if (findSqlBinding(context)?.mode !== 'find') return
  const search = view.index.operation(`${operation.object ?? ''}.find`) ?? operation
  const names = new Set<string>()
  for (const [at, { field }] of entries.entries()) {
    const path: PathSegment[] = [...origin, at, 'field']
    const found = resolveColumn(field, { operation, view })
    const isKnown = found.status !== 'unknown'
    const suggestions = nearestNames(
      field,
      search.arguments.flatMap(({ name }) => (isHidden(name) ? [] : [name])),
    )
    const problem = !isKnown
      ? `Rows have no "${field}" that could be ordered by.${askFor(suggestions)}`
      : names.has(field)
        ? `Rows are ordered by "${field}" already.`
        : undefined
    names.add(field)
    if (problem === undefined) continue
    report({
      code: 'order_invalid',
      severity: 'error',
      path,
      message: problem,
      ...(isKnown ? {} : { suggestions }),
      fixes: isKnown ? [removing('Remove it', [...origin, at])] : renaming(path, suggestions),
    })
  }

  function isHidden(name: string): boolean {
    return operation.object !== undefined && view.scope.isFieldBlocked(operation.object, name)
  }
}
