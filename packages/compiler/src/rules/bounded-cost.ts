import { type Issue, type ObjectType, type PathSegment } from '@bindery/model'
import { hasConditions, leadingColumns, type TableStatistics } from '@bindery/model/tables'
import {
  type CostSubject,
  estimateRows,
  findServices,
  isOrderGiven,
  isServedByGroup,
} from '../resolution/served-conditions.ts'
import { resolveColumn } from '../resolution/condition-entries.ts'
import { columnOf, findSqlBinding, type SqlBinding } from '../resolution/sql-binding.ts'
import { renaming, setting } from './fixes.ts'
import { indexHint } from './index-hint.ts'
import type { Rule, RuleContext } from './rule.ts'

/** A table of at most so many rows is read as a whole without asking. */
const smallTable = 10_000
/** At most so many rows are sorted. */
const mostSorted = 100_000

/**
 * `condition_missing`, `filter_not_indexed`, `order_not_bounded`, `aggregate_not_bounded`: what a search may cost is bounded by the conditions that
 * every call has. One of them is given by the agent or the context, an index serves them or the table is small, and few
 * rows are sorted; or an operator accepts that it is not so, which is told as `scan_accepted`.
 */
export const boundedCost: Rule = (context) => {
  const { binding } = context
  const sql = findSqlBinding(context)
  if (sql?.mode !== 'find' && sql?.mode !== 'aggregate') return
  // What is hidden is reported as such, and serves nothing that could be told.
  if (context.assignments.some(({ resolution }) => resolution.status !== 'found')) return
  const statistics = statisticsOf(sql, context)
  // What a plain search could do before anything was known of its server it can do still.
  const indexes = hasConditions(binding) ? (statistics?.indexes ?? []) : []
  const subject: CostSubject = {
    sql,
    statistics: statistics === undefined ? undefined : { ...statistics, indexes },
  }
  const many = sql.mode === 'aggregate' ? uncounted(subject) : unsorted(subject, context)
  const findings = [missing(sql, context), unserved(subject, context), many]
  for (const found of findings) {
    if (found === undefined) continue
    if (binding.acceptScan === true) accepted(found, context)
    else context.report(found)
  }
}

type Found = Issue

function statisticsOf({ table }: SqlBinding, { view }: RuleContext): TableStatistics | undefined {
  return view.statistics?.tables.find(({ object }) => object === table.name)
}

const isSmall = ({ statistics }: CostSubject): boolean =>
  statistics?.rows !== undefined && statistics.rows <= smallTable

function missing({ table, columns, conditions }: SqlBinding, context: RuleContext): Found | undefined {
  const certain = [...columns, ...conditions.filter(({ namesRows }) => namesRows === true)]
  if (certain.some(({ source }) => source.from === 'parameter')) return undefined
  return {
    code: 'condition_missing',
    severity: 'error',
    path: placeOf(context),
    message: `Every call finds the same rows of "${table.name}", as no condition that it must have is given by the agent or the context. Add one, or accept it with "acceptScan".`,
    suggestions: leadsOf(table, context),
    fixes: [accepting],
  }
}

const placeOf = ({ binding }: RuleContext): readonly PathSegment[] =>
  hasConditions(binding) ? ['where'] : ['inputs']

/** Columns that lead an index and may be told. */
const leadsOf = (table: ObjectType, { view }: RuleContext): readonly string[] =>
  leadingColumns(table)
    .filter((column) => !view.scope.isFieldBlocked(table.name, column))
    .slice(0, 3)

function unserved(subject: CostSubject, context: RuleContext): Found | undefined {
  if (findServices(subject).length > 0 || isServedByGroup(subject) || isSmall(subject)) return undefined
  const { table, columns, conditions } = subject.sql
  const suggestions = leadsOf(table, context)
  const [first] = [...columns, ...conditions.filter(({ namesRows }) => namesRows === true)]
  const path = first === undefined ? placeOf(context) : [...first.origin, first.key]
  const hint = first === undefined ? '' : hintOf(table, columnOf(first), context)
  return {
    code: 'filter_not_indexed',
    severity: 'error',
    path,
    message: `No index of "${table.name}" serves the conditions that every call has, so it reads ${sizeOf(subject)}. Compare a column that leads an index, or accept the scan with "acceptScan".${hint}`,
    suggestions,
    fixes: [...(first === undefined ? [] : renaming(path, suggestions)), accepting],
  }
}

function hintOf(table: ObjectType, column: string, { view }: RuleContext): string {
  return indexHint(table, column, (name) => view.scope.isFieldBlocked(table.name, name))
}

function sizeOf({ statistics }: CostSubject): string {
  return statistics?.rows === undefined
    ? 'the whole table, whose size the server does not know'
    : `about ${statistics.rows} rows`
}

/** Every row that the conditions leave is read, whatever comes of it. */
function uncounted(subject: CostSubject): Found | undefined {
  const rows = estimateRows(subject)
  if (isSmall(subject) || (rows !== undefined && rows <= mostSorted)) return undefined
  const many = rows === undefined ? 'Nobody knows how many rows' : `About ${Math.round(rows)} rows`
  return {
    code: 'aggregate_not_bounded',
    severity: 'error',
    path: ['aggregate'],
    message: `${many} of "${subject.sql.table.name}" are read for each call. Narrow the conditions that every call has, or accept it with "acceptScan".`,
    fixes: [accepting],
  }
}

function unsorted(subject: CostSubject, context: RuleContext): Found | undefined {
  const order = (context.binding.orderBy ?? []).map(({ field, direction = 'asc' }) => ({ field, direction }))
  const columns = new Set(order.map(({ field }) => field))
  const isKnown = [...columns].every((name) => resolveColumn(name, context).status === 'found')
  // What is no order at all is reported as such.
  if (order.length === 0 || isSmall(subject) || !isKnown || columns.size < order.length) return undefined
  if (findServices(subject).some((service) => isOrderGiven(service, order, subject.sql.table)))
    return undefined
  const rows = estimateRows(subject)
  if (rows !== undefined && rows <= mostSorted) return undefined
  const many = rows === undefined ? 'nobody knows how many rows' : `about ${Math.round(rows)} rows`
  return {
    code: 'order_not_bounded',
    severity: 'error',
    path: ['orderBy'],
    message: `The order is not that of an index, and ${many} of "${subject.sql.table.name}" are sorted for each call. Narrow the conditions that every call has, or accept it with "acceptScan".`,
    fixes: [accepting],
  }
}

const accepting = setting('Accept it', ['acceptScan'], true)

function accepted({ code, message, path }: Found, { report }: RuleContext): void {
  const [what = message] = message.split('. ')
  report({
    code: 'scan_accepted',
    severity: 'warning',
    path,
    message: `${what}. An operator has accepted it (${code}).`,
  })
}
