import { type Assignment, type CheckedBinding, PlatformError } from '@bindery/model'
import type { Call } from './call.ts'
import { codecOf } from './codec.ts'
import type { Dialect } from './dialect.ts'
import type { Plan, Statement } from './plan.ts'
import { type SelectedCell, selectCells } from './selected-cells.ts'
import { StatementWriter, type TypedBind } from './statement-writer.ts'
import { rowAnswer } from './row-answer.ts'
import { mergeAccess } from './table-access.ts'

type InsertCall = Extract<Call, { mode: 'insert' }>

/** One `insert` of one row, which answers with what was stored. */
export function lowerInsert(call: InsertCall, checked: CheckedBinding, dialect: Dialect): Plan {
  const cells = selectCells(checked.outputs, { isJoin: () => false, lists: dialect.lists })
  const answer = rowAnswer(cells)
  const writer = new StatementWriter(dialect)
  const columns = checked.assignments.map(({ target: [column = ''] }) => writer.name(column))
  const values = checked.assignments.map((assignment) => writer.value(toBind(assignment, call, dialect)))
  const insert = `insert into ${writer.table(call.into)} as t (${columns.join(', ')}) values (${values.join(', ')})`
  const returned = writer.cells(cells, () => 't').join(', ')
  const filled = { ...call.into, insert: checked.assignments.map(({ target: [column = ''] }) => column) }
  if (dialect.writes === 'return_rows') {
    const text = `${insert} returning ${returned === '' ? '1' : returned}`
    const access = [...mergeAccess([{ ...filled, select: writer.reads('t') }])]
    return { ...answer, statement: { text, binds: writer.binds }, access }
  }
  const statement = { text: insert.replace(' as t (', ' ('), binds: writer.binds }
  if (cells.length === 0) return { ...answer, statement, access: [...mergeAccess([filled])] }
  const reading = new StatementWriter(dialect)
  const back = readBack(call, { cells, checked, dialect, writer: reading })
  const access = [...mergeAccess([{ ...filled, select: reading.reads('t') }])]
  return { ...answer, statement, readBack: back, access }
}

function toBind({ target, targetType: type }: Assignment, call: InsertCall, dialect: Dialect): TypedBind {
  const [argument = ''] = target
  const whenAbsent = call.nullWhenAbsent.includes(argument) ? 'null' : 'refuse'
  return { type, bind: { argument, codec: codecOf(type, dialect.lists), whenAbsent } }
}

interface ReadBack {
  readonly cells: readonly SelectedCell[]
  readonly checked: CheckedBinding
  readonly dialect: Dialect
  readonly writer: StatementWriter
}

/** The row is found by its primary key: what was inserted, or what the server has just counted up. */
function readBack(call: InsertCall, { cells, checked, dialect, writer }: ReadBack): Statement {
  const selected = writer.cells(cells, () => 't').join(', ')
  const conditions = call.key.map((name) => {
    const column = writer.column('t', name)
    const given = checked.assignments.find(({ target }) => target[0] === name)
    if (given !== undefined) {
      const { type, bind } = toBind(given, call, dialect)
      return writer.equals(column, { type, bind: { ...bind, isKey: true } })
    }
    if (name === call.identity) return `${column} = last_insert_id()`
    throw new PlatformError(
      'binding_invalid',
      `The new row cannot be read back: give "${name}" a value, or project nothing.`,
      { reason: 'no_read_back' },
    )
  })
  if (conditions.length === 0) {
    const message = 'A table without a primary key cannot answer with the new row: project nothing.'
    throw new PlatformError('binding_invalid', message, { reason: 'no_read_back' })
  }
  const text = `select ${selected} from ${writer.table(call.into)} as t where ${conditions.join(' and ')}`
  return { text, binds: writer.binds }
}
