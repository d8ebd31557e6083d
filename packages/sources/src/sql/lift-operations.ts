import type { Argument, Json, Operation } from '@bindery/model'
import { unjudgedEffect } from '../effects/claim.ts'
import type { Call, TableName } from './call.ts'
import type { Dialect } from './dialect.ts'
import { type LiftedTable, type Places, provenanceOf, shownFields } from './lifted-table.ts'
import {
  canBeCompared,
  aggregateAvailability,
  insertAvailability,
  isCompared,
  isFolded,
  keysOf,
  searchAvailability,
  updateAvailability,
} from './table-availability.ts'
import type { Column, Table } from './table.ts'

type Quote = Dialect['quote']

/** `<table>.find`, `.aggregate`, `.insert` and `.update` of every table; what it does not allow is quarantined and says why. */
export function liftOperations(lifted: LiftedTable, quote: Quote): readonly Operation[] {
  return [
    findOperation(lifted, quote),
    aggregateOperation(lifted, quote),
    insertOperation(lifted, quote),
    updateOperation(lifted, quote),
  ]
}

/** An optional argument for each column of a table. */
export function liftArguments(table: Table, places: Places): readonly Argument[] {
  const start = provenanceOf(table, '')
  return table.columns.map((column) => ({
    ...toArgument(column),
    ...shownFields(column, places),
    provenance: start + column.name,
  }))
}

function toArgument(column: Column): Omit<Argument, 'provenance'> {
  const { name, type, nullable, comment, constraints, sensitivity } = column
  return {
    name,
    place: 'column',
    type,
    nullable,
    required: false,
    ...(comment === undefined ? {} : { description: comment }),
    sensitivity,
    ...(constraints === undefined ? {} : { constraints }),
    ...(isFolded(column) ? { comparison: 'folded' } : {}),
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

function findOperation(lifted: LiftedTable, quote: Quote): Operation {
  const { table, relations, name } = lifted
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
    description: `Finds rows of ${name} by one indexed column${table.key.length > 1 ? `, or by ${table.key.join(' and ')} together` : ''}.`,
    arguments: argumentsOf(lifted, (column) => column.may.read && isCompared(column)),
    returns: {
      type: { kind: 'list', items: { kind: 'object', name }, itemsNullable: false },
      nullable: false,
    },
    availability: searchAvailability(table, quote),
  }
}

/** Counts and sums over rows of a table: it takes what a search takes, and the binding says what comes of it. */
function aggregateOperation(lifted: LiftedTable, quote: Quote): Operation {
  const { table, name } = lifted
  const call: Call = { mode: 'aggregate', from: nameOf(table) }
  return {
    ...shared(lifted, 'aggregate', call),
    description: `Counts, sums, extremes and averages over rows of ${name}.`,
    arguments: argumentsOf(lifted, (column) => column.may.read && isCompared(column)),
    returns: {
      type: { kind: 'list', items: { kind: 'scalar', scalar: 'any' }, itemsNullable: false },
      nullable: false,
    },
    availability: aggregateAvailability(table, quote),
    form: 'aggregate',
  }
}

function insertOperation(lifted: LiftedTable, quote: Quote): Operation {
  const { table, name } = lifted
  const isGranted = table.columns.some(mayInsert)
  const isTaken = isGranted ? mayInsert : isWritable
  const columns = table.columns.filter(isTaken)
  const identity = table.columns.find((column) => column.isIdentity && table.key.includes(column.name))
  const call: Call = {
    mode: 'insert',
    into: nameOf(table),
    nullWhenAbsent: columns
      .filter((column) => column.nullable && !isFilledByServer(column))
      .map((column) => column.name),
    key: [...table.key],
    ...(identity === undefined ? {} : { identity: identity.name }),
  }
  return {
    ...shared(lifted, 'insert', call),
    description: `Adds one row to ${name}.`,
    arguments: argumentsOf(lifted, isTaken).map((argument, index) => {
      const column = columns[index]
      if (column === undefined) return argument
      if (isNeeded(column)) return { ...argument, required: true }
      // The statement names the column, so the server cannot fill it any more.
      return isFilledByServer(column) ? { ...argument, neededWhenFilled: true } : argument
    }),
    returns: { type: { kind: 'object', name }, nullable: false },
    availability: insertAvailability(table, quote),
  }
}

const mayInsert = ({ may }: Column): boolean => may.insert
const mayUpdate = ({ may }: Column): boolean => may.update
const isWritable = (column: Column): boolean => column.isWritable

const isFilledByServer = (column: Column): boolean => column.hasDefault || column.isIdentity
const isNeeded = (column: Column): boolean => !column.nullable && !isFilledByServer(column)

function updateOperation(lifted: LiftedTable, quote: Quote): Operation {
  const { table, name } = lifted
  const keys = keysOf(table).filter((fields) => fields.every((field) => canBeCompared(table, field)))
  const unique = keys.flatMap((fields) => (fields.length === 1 ? fields : []))
  const composite = keys.filter((fields) => fields.length > 1)
  const isWritten = table.columns.some(mayUpdate) ? mayUpdate : isWritable
  const parts = new Set(keys.flat())
  const call: Call = { mode: 'update', table: nameOf(table), unique: inTableOrder(table, unique) }
  if (composite.length > 0) call.keys = composite.map((fields) => [...fields])
  const [key = []] = composite
  return {
    ...shared(lifted, 'update', call),
    description: `Changes one row of ${name}, named by ${unique.length > 0 || key.length === 0 ? 'a unique column' : `${key.join(' and ')} together`}.`,
    arguments: argumentsOf(lifted, (column) => isWritten(column) || parts.has(column.name)),
    returns: { type: { kind: 'object', name }, nullable: false },
    availability: updateAvailability(table, { keys, quote }),
  }
}

const inTableOrder = ({ columns }: Table, names: readonly string[]): string[] =>
  columns.filter(({ name }) => names.includes(name)).map(({ name }) => name)

function shared({ table, name }: LiftedTable, mode: string, call: Json) {
  return {
    name: `${name}.${mode}`,
    ...unjudgedEffect,
    object: name,
    groups: [table.schema],
    security: [],
    call,
    provenance: provenanceOf(table),
  }
}

const nameOf = ({ schema, name }: Table): TableName => ({ schema, table: name })
