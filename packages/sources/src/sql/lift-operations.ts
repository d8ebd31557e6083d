import type { Argument, Availability, Json, Operation } from '@bindery/model'
import { sensitivityOf } from '../passes/sensitivity-of.ts'
import type { Call, TableName } from './call.ts'
import type { Dialect } from './dialect.ts'
import { type LiftedTable, provenanceOf } from './lifted-table.ts'
import type { Column, Table } from './table.ts'

type Quote = Dialect['quote']

/** `<table>.find`, `.insert` and `.update`, as far as the table allows; those that the user has no grant for say which. */
export function liftOperations(lifted: LiftedTable, quote: Quote): readonly Operation[] {
  const operations = [findOperation(lifted), insertOperation(lifted, quote), updateOperation(lifted, quote)]
  return operations.filter((operation) => operation !== undefined)
}

/** An optional argument for each column of a table. */
export function liftArguments(table: Table): readonly Argument[] {
  const start = provenanceOf(table, '')
  return table.columns.map((column) => toArgument(column, start))
}

function toArgument({ name, type, nullable, comment, constraints }: Column, start: string): Argument {
  return {
    name,
    place: 'column',
    type,
    nullable,
    required: false,
    ...(comment === undefined ? {} : { description: comment }),
    sensitivity: sensitivityOf({ name, type, ...(comment === undefined ? {} : { description: comment }) }),
    ...(constraints === undefined ? {} : { constraints }),
    provenance: start + name,
  }
}

/** The arguments of some columns; the list of the table itself for all of them, so that operations share it. */
function argumentsOf(
  { table, arguments: all }: LiftedTable,
  isTaken: (column: Column) => boolean,
): readonly Argument[] {
  if (table.columns.every(isTaken)) return all
  return all.filter((_, index) => {
    const column = table.columns[index]
    return column !== undefined && isTaken(column)
  })
}

function findOperation(lifted: LiftedTable): Operation | undefined {
  const { table, relations, name } = lifted
  if (!table.columns.some((column) => column.may.read)) return undefined
  const call: Call = {
    mode: 'find',
    from: nameOf(table),
    joins: relations.map((relation) => ({
      name: relation.name,
      to: nameOf(relation.to),
      on: relation.columns.map((column, index): [string, string] => [
        column,
        relation.toColumns[index] ?? '',
      ]),
    })),
  }
  return {
    ...shared(lifted, 'find', call),
    description: `Finds rows of ${name} by one indexed column.`,
    effect: 'read',
    arguments: argumentsOf(lifted, (column) => column.may.read && isCompared(column)),
    returns: {
      type: { kind: 'list', items: { kind: 'object', name }, itemsNullable: false },
      nullable: false,
    },
    availability: canBeSearched(table) ? { status: 'bindable' } : withoutIndex(table),
  }
}

const isCompared = (column: Column): boolean => column.comparison !== 'none'

function canBeSearched({ key, indexes, columns }: Table): boolean {
  const leads = [key[0]]
  for (const index of indexes) if (!index.isPartial) leads.push(index.fields[0])
  return columns.some((column) => column.may.read && isCompared(column) && leads.includes(column.name))
}

function withoutIndex(table: Table): Availability {
  const message = `No index of "${table.name}" begins with a column that a search could use, so every search would read the whole table.`
  return { status: 'quarantined', reasons: [{ code: 'no_index', message, pointer: provenanceOf(table) }] }
}

function insertOperation(lifted: LiftedTable, quote: Quote): Operation | undefined {
  const { table, name } = lifted
  const isGranted = table.columns.some(mayInsert)
  const isTaken = isGranted ? mayInsert : isWritable
  const columns = table.columns.filter(isTaken)
  if (columns.length === 0) return undefined
  const identity = table.columns.find((column) => column.isIdentity && table.key.includes(column.name))
  const call: Call = {
    mode: 'insert',
    into: nameOf(table),
    nullWhenAbsent: columns
      .filter((column) => column.nullable && !column.hasDefault)
      .map((column) => column.name),
    key: [...table.key],
    ...(identity === undefined ? {} : { identity: identity.name }),
  }
  return {
    ...shared(lifted, 'insert', call),
    description: `Adds one row to ${name}.`,
    effect: 'create',
    arguments: argumentsOf(lifted, isTaken).map((argument, index) => {
      const column = columns[index]
      return column !== undefined && isNeeded(column) ? { ...argument, required: true } : argument
    }),
    returns: { type: { kind: 'object', name }, nullable: false },
    availability: isGranted ? { status: 'bindable' } : withoutGrant(table, 'insert', quote),
  }
}

const mayInsert = ({ may }: Column): boolean => may.insert
const mayUpdate = ({ may }: Column): boolean => may.update
const isWritable = (column: Column): boolean => column.isWritable

const isNeeded = (column: Column): boolean => !column.nullable && !column.hasDefault && !column.isIdentity

function updateOperation(lifted: LiftedTable, quote: Quote): Operation | undefined {
  const { table, name } = lifted
  const unique = uniqueColumns(table)
  const isGranted = table.columns.some(mayUpdate)
  const isWritten = isGranted ? mayUpdate : isWritable
  if (unique.length === 0 || !table.columns.some(isWritten)) return undefined
  const call: Call = { mode: 'update', table: nameOf(table), unique: [...unique] }
  return {
    ...shared(lifted, 'update', call),
    description: `Changes one row of ${name}, named by a unique column.`,
    effect: 'update',
    arguments: argumentsOf(lifted, (column) => isWritten(column) || unique.includes(column.name)),
    returns: { type: { kind: 'object', name }, nullable: false },
    availability: isGranted ? { status: 'bindable' } : withoutGrant(table, 'update', quote),
  }
}

/** The grants that are missing, as statements that whoever owns the table can run. */
function withoutGrant(table: Table, privilege: 'insert' | 'update', quote: Quote): Availability {
  const target = `${quote(table.schema)}.${quote(table.name)}`
  const sequences = table.columns.flatMap(({ sequence }) => sequence ?? [])
  const grants = [
    `grant ${privilege} on ${target} to ${table.user};`,
    ...(privilege === 'insert'
      ? sequences.map((sequence) => `grant usage on sequence ${sequence} to ${table.user};`)
      : []),
  ]
  const message = `The connected user may not ${privilege} rows of "${table.name}". To allow it, run: ${grants.join(' ')}`
  return {
    status: 'quarantined',
    reasons: [{ code: 'grant_missing', message, pointer: provenanceOf(table) }],
  }
}

/** Columns that alone name one row and that the user may compare with. */
function uniqueColumns({ key, indexes, columns }: Table): readonly string[] {
  const single = new Set<string | undefined>()
  if (key.length === 1) single.add(key[0])
  for (const { isUnique, isPartial, fields } of indexes)
    if (isUnique && !isPartial && fields.length === 1) single.add(fields[0])
  if (single.size === 0) return []
  return columns
    .filter((column) => single.has(column.name) && column.may.read && isCompared(column))
    .map((column) => column.name)
}

function shared({ table, name }: LiftedTable, mode: string, call: Json) {
  return {
    name: `${name}.${mode}`,
    effectOrigin: 'declared' as const,
    object: name,
    groups: [table.schema],
    security: [],
    call,
    provenance: provenanceOf(table),
  }
}

const nameOf = ({ schema, name }: Table): TableName => ({ schema, table: name })
