import { type Assignment, type CheckedBinding, PlatformError } from '@bindery/model'
import { keyAmong, sqlKeys } from '@bindery/model/tables'
import type { Call } from './call.ts'
import { codecOf } from './codec.ts'
import type { Dialect } from './dialect.ts'
import type { Plan } from './plan.ts'
import { rowAnswer } from './row-answer.ts'
import { writeGuards } from './lower-guards.ts'
import { mergeAccess } from './table-access.ts'
import { selectCells } from './selected-cells.ts'
import { StatementWriter, type TypedBind } from './statement-writer.ts'

type UpdateCall = Extract<Call, { mode: 'update' }>

/**
 * One `update` of the row that a unique key names. The text is the same whatever a call gives: a column whose value is
 * missing keeps its own, decided by a bind beside it.
 */
export function lowerUpdate(call: UpdateCall, checked: CheckedBinding, dialect: Dialect): Plan {
  const cells = selectCells(checked.outputs, { isJoin: () => false, lists: dialect.lists })
  const answer = rowAnswer(cells)
  const key = findKey(call, checked)
  const changes = checked.assignments.filter(
    (assignment) => assignment.condition === undefined && !key.includes(assignment),
  )
  if (changes.length === 0) throw invalid('An update needs a column to change beside its key.', 'no_change')
  const writer = new StatementWriter(dialect)
  const sets = changes.map((change) => setClause(change, { writer, checked, dialect }))
  const update = `update ${writer.table(call.table)} as t set ${sets.join(', ')} where ${isRow(key, writer, dialect)}${writeGuards(checked, writer, dialect)}`
  const guarded = probeOf({ call, checked, key, dialect })
  const returned = writer.cells(cells, () => 't').join(', ')
  const changed = changes.map(({ target: [column = ''] }) => column)
  const access = [...mergeAccess([{ ...call.table, select: writer.reads('t'), update: changed }])]
  if (dialect.writes === 'return_rows') {
    const text = `${update} returning ${returned === '' ? '1' : returned}`
    return { ...answer, statement: { text, binds: writer.binds }, ...guarded, access }
  }
  const statement = { text: update, binds: writer.binds }
  if (cells.length === 0) return { ...answer, statement, ...guarded, access }
  const reader = new StatementWriter(dialect)
  const text = `select ${returned} from ${reader.table(call.table)} as t where ${isRow(key, reader, dialect)}`
  return { ...answer, statement, readBack: { text, binds: reader.binds }, ...guarded, access }
}

interface Guarded {
  readonly call: UpdateCall
  readonly checked: CheckedBinding
  readonly key: readonly Assignment[]
  readonly dialect: Dialect
}

/** Of an update with conditions: whether its row is there at all, which tells them from a row that there is not. */
function probeOf({ call, checked, key, dialect }: Guarded): Pick<Plan, 'probe'> {
  if (checked.assignments.every(({ condition }) => condition === undefined)) return {}
  const writer = new StatementWriter(dialect)
  const text = `select 1 from ${writer.table(call.table)} as t where ${isRow(key, writer, dialect)} limit 1`
  return { probe: { text, binds: writer.binds } }
}

/** The assignments of one unique key: those that the binding calls so, or of the first key that it fills whole. */
function findKey(call: UpdateCall, { binding, assignments }: CheckedBinding): readonly Assignment[] {
  const named =
    binding.sqlWrite === undefined ? undefined : sqlKeys(binding.sqlWrite).map(({ column }) => column)
  const columnOf = ({ target: [column = ''] }: Assignment): string => column
  const filling = assignments.filter(({ condition }) => condition === undefined)
  const given = named ?? filling.map(columnOf)
  const whole = keyAmong([...call.unique.map((column) => [column]), ...(call.keys ?? [])], given)
  const parts = named ?? whole ?? []
  const key = filling.filter((assignment) => parts.includes(columnOf(assignment)))
  if (whole !== undefined && whole.every((field) => key.some((part) => columnOf(part) === field))) return key
  throw invalid(
    'An update must name its row by all columns of a unique key that the user may read.',
    'no_key',
  )
}

function isRow(key: readonly Assignment[], writer: StatementWriter, dialect: Dialect): string {
  const parts = key.map((part) =>
    writer.equals(writer.column('t', part.target[0] ?? ''), toKeyBind(part, dialect)),
  )
  return parts.join(' and ')
}

function toKeyBind({ target, targetType: type }: Assignment, dialect: Dialect): TypedBind {
  const [argument = ''] = target
  return { type, bind: { argument, codec: codecOf(type, dialect.lists), whenAbsent: 'refuse', isKey: true } }
}

interface SetParts {
  readonly writer: StatementWriter
  readonly checked: CheckedBinding
  readonly dialect: Dialect
}

function setClause(change: Assignment, { writer, checked, dialect }: SetParts): string {
  const { target, targetType: type, source } = change
  const [argument = ''] = target
  const column = writer.name(argument)
  const parameter =
    source.from === 'parameter' ? checked.parameters.find(({ name }) => name === source.name) : undefined
  const isCertain =
    source.from === 'constant' || parameter?.required === true || parameter?.default !== undefined
  const codec = codecOf(type, dialect.lists)
  if (isCertain)
    return `${column} = ${writer.value({ type, bind: { argument, codec, whenAbsent: 'refuse' } })}`
  const isGiven = writer.place({ isGiven: argument })
  const value = writer.value({ type, bind: { argument, codec, whenAbsent: 'keep' } })
  return `${column} = case when ${isGiven} = '1' then ${value} else ${writer.column('t', argument)} end`
}

const invalid = (message: string, reason: string): PlatformError =>
  new PlatformError('binding_invalid', message, { reason })
