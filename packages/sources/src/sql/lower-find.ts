import { type Assignment, type CheckedBinding, PlatformError } from '@bindery/model'
import type { Call } from './call.ts'
import { codecOf } from './codec.ts'
import type { Dialect } from './dialect.ts'
import type { Plan } from './plan.ts'
import { selectCells } from './selected-cells.ts'
import { StatementWriter } from './statement-writer.ts'
import { mergeAccess } from './table-access.ts'

type FindCall = Extract<Call, { mode: 'find' }>

/** Rows that a search returns when it does not say how many, and at most. */
const rowLimits = { standard: 5, most: 50 } as const

/** One `select` with its joins; pinned constants narrow it, and one row more than is handed out is asked for. */
export function lowerFind(call: FindCall, checked: CheckedBinding, dialect: Dialect): Plan {
  const cells = selectCells(checked.outputs, { joins: call.joins, lists: dialect.lists })
  const joins = call.joins.filter((join) =>
    cells.some(({ path }) => path.length === 2 && path[0] === join.name),
  )
  const aliases = new Map(joins.map((join, index) => [join.name, `r${index + 1}`]))
  const aliasOf = (join: string): string => aliases.get(join) ?? ''
  const writer = new StatementWriter(dialect)
  const maxRows = rowsOf(checked)
  const witnesses = joins.map((join) => writer.column(aliasOf(join.name), join.on[0]?.[1] ?? ''))
  const text = [
    `select ${[...writer.cells(cells, aliasOf, 't'), ...witnesses].join(', ') || '1'}`,
    `from ${writer.table(call.from)} as t`,
    ...joins.map((join) => writer.leftJoin(join, aliasOf(join.name), 't')),
    `where ${conditions(checked.assignments, writer, dialect)}`,
    ...orderBy(checked, writer, dialect),
    `limit ${maxRows + 1}`,
  ].join(' ')
  return {
    answer: 'rows',
    statement: { text, binds: writer.binds },
    cells: cells.map(({ path, codec }) => ({ path: [...path], codec })),
    joins: joins.map(({ name }, index) => ({ name, witness: cells.length + index })),
    maxRows,
    access: [
      ...mergeAccess([
        { ...call.from, select: writer.reads('t') },
        ...joins.map(({ name, to }) => ({ ...to, select: writer.reads(aliasOf(name)) })),
      ]),
    ],
  }
}

/**
 * As many rows as both the search and the outputs say: the smaller of `limit` and of the largest `max`. What says nothing
 * leaves it to the other.
 */
function rowsOf({ binding, outputs }: CheckedBinding): number {
  const authored = binding.projection.flatMap(({ fields, max }) =>
    fields === undefined || max === undefined ? [] : [max],
  )
  const asked =
    binding.sqlSearch?.limit ?? (authored.length === 0 ? rowLimits.standard : Math.max(...authored))
  const needed = outputs.map((output) => (output.kind === 'rows' ? output.max : rowLimits.most))
  return Math.min(asked, rowLimits.most, ...(needed.length === 0 ? [] : [Math.max(...needed)]))
}

function conditions(assignments: readonly Assignment[], writer: StatementWriter, dialect: Dialect): string {
  const written = assignments.map(({ target, targetType: type, source }) => {
    const [argument = ''] = target
    const column = writer.column('t', argument)
    if (source.from === 'constant' && source.value === null) return `${column} is null`
    const codec = codecOf(type, dialect.lists)
    return writer.equals(column, { type, bind: { argument, codec, whenAbsent: 'refuse', isKey: true } })
  })
  if (assignments.some(({ source }) => source.from === 'parameter')) return written.join(' and ')
  throw new PlatformError('binding_invalid', 'A search needs a filter that the agent fills.', {
    reason: 'no_filter',
  })
}

/** Only a column that can be compared orders rows: those are the arguments of the operation. */
function orderBy(
  { binding, operation }: CheckedBinding,
  writer: StatementWriter,
  dialect: Dialect,
): readonly string[] {
  const order = binding.sqlSearch?.orderBy
  if (order === undefined) return []
  const column = operation.arguments.find((argument) => argument.name === order.column)
  if (column === undefined) {
    const message = `"${operation.object}" has no column "${order.column}" to order by.`
    throw new PlatformError('binding_invalid', message, { reason: 'order_column' })
  }
  const direction = order.direction ?? 'asc'
  // Where there are no nulls the plain order is kept: an index serves it.
  const nulls = column.nullable ? dialect.nulls[direction] : ''
  return [`order by ${writer.column('t', order.column)} ${direction}${nulls}`]
}
