import type { Argument, Availability, Json, Operation } from '@bindery/model'
import type { Call, TableName } from './call.ts'
import type { Dialect } from './dialect.ts'
import { type LiftedTable, provenanceOf } from './lifted-table.ts'
import type { Column, Table } from './table.ts'

/** `<table>.find`, `.insert` and `.update`, as far as the table allows; those that the user has no grant for say which. */
export function liftOperations(lifted: LiftedTable, quote: Quote): readonly Operation[] {
  const { table } = lifted
  const optional = new Map(table.columns.map((column) => [column, toArgument(table, column)]))
  const argumentOf = (column: Column): Argument => optional.get(column) ?? toArgument(table, column)
  return [
    ...findOperation(lifted, argumentOf),
    ...insertOperation(lifted, argumentOf, quote),
    ...updateOperation(lifted, argumentOf, quote),
  ]
}

type Quote = Dialect['quote']

/** The optional argument of a column, which the operations of a table share. */
type ArgumentOf = (column: Column) => Argument

function findOperation(lifted: LiftedTable, argumentOf: ArgumentOf): readonly Operation[] {
  const { table, relations, name } = lifted
  const columns = table.columns.filter((column) => column.may.read)
  if (columns.length === 0) return []
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
  return [
    {
      ...shared(lifted, 'find', call),
      description: `Finds rows of ${name} by one indexed column.`,
      effect: 'read',
      arguments: columns.filter(isCompared).map(argumentOf),
      returns: {
        type: { kind: 'list', items: { kind: 'object', name }, itemsNullable: false },
        nullable: false,
      },
      availability: canBeSearched(table) ? { status: 'bindable' } : withoutIndex(table),
    },
  ]
}

const isCompared = (column: Column): boolean => column.comparison !== 'none'

function canBeSearched({ key, indexes, columns }: Table): boolean {
  const leads = [key[0], ...indexes.filter((index) => !index.isPartial).map((index) => index.fields[0])]
  return columns.some((column) => column.may.read && isCompared(column) && leads.includes(column.name))
}

function withoutIndex(table: Table): Availability {
  const message = `No index of "${table.name}" begins with a column that a search could use, so every search would read the whole table.`
  return { status: 'quarantined', reasons: [{ code: 'no_index', message, pointer: provenanceOf(table) }] }
}

function insertOperation(lifted: LiftedTable, argumentOf: ArgumentOf, quote: Quote): readonly Operation[] {
  const { table, name } = lifted
  const granted = table.columns.filter((column) => column.may.insert)
  const columns = granted.length > 0 ? granted : table.columns.filter((column) => column.isWritable)
  if (columns.length === 0) return []
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
  return [
    {
      ...shared(lifted, 'insert', call),
      description: `Adds one row to ${name}.`,
      effect: 'create',
      arguments: columns.map((column) =>
        isNeeded(column) ? { ...argumentOf(column), required: true } : argumentOf(column),
      ),
      returns: { type: { kind: 'object', name }, nullable: false },
      availability: granted.length > 0 ? { status: 'bindable' } : withoutGrant(table, 'insert', quote),
    },
  ]
}

const isNeeded = (column: Column): boolean => !column.nullable && !column.hasDefault && !column.isIdentity

function updateOperation(lifted: LiftedTable, argumentOf: ArgumentOf, quote: Quote): readonly Operation[] {
  const { table, name } = lifted
  const unique = uniqueColumns(table)
  const granted = table.columns.filter((column) => column.may.update)
  const written = granted.length > 0 ? granted : table.columns.filter((column) => column.isWritable)
  if (written.length === 0 || unique.length === 0) return []
  const columns = table.columns.filter((column) => written.includes(column) || unique.includes(column.name))
  const call: Call = { mode: 'update', table: nameOf(table), unique: [...unique] }
  return [
    {
      ...shared(lifted, 'update', call),
      description: `Changes one row of ${name}, named by a unique column.`,
      effect: 'update',
      arguments: columns.map(argumentOf),
      returns: { type: { kind: 'object', name }, nullable: false },
      availability: granted.length > 0 ? { status: 'bindable' } : withoutGrant(table, 'update', quote),
    },
  ]
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
  const keys = [
    key,
    ...indexes.filter((index) => index.isUnique && !index.isPartial).map((index) => index.fields),
  ]
  const single = new Set(keys.flatMap((fields) => (fields.length === 1 ? fields : [])))
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

function toArgument(table: Table, column: Column): Argument {
  const { name, type, nullable, comment, constraints } = column
  return {
    name,
    place: 'column',
    type,
    nullable,
    required: false,
    ...(comment === undefined ? {} : { description: comment }),
    sensitivity: 'none',
    ...(constraints === undefined ? {} : { constraints }),
    provenance: provenanceOf(table, name),
  }
}
