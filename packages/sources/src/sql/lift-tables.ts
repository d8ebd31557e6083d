import type { Field, ObjectType, Relationship, SchemaCatalog } from '@bindery/model'
import type { IssueLog } from '../json-schema/issue-log.ts'
import type { Dialect } from './dialect.ts'
import { liftArguments, liftOperations } from './lift-operations.ts'
import { type LiftedTable, type Places, provenanceOf, shownFields } from './lifted-table.ts'
import { nameTables } from './name-tables.ts'
import { type Relation, relationsOf } from './relations.ts'
import { isFolded } from './table-availability.ts'
import type { Column, Table } from './table.ts'

/** A catalog of tables: one object each, its relations as fields of the objects that they lead to. */
export function liftTables(tables: readonly Table[], dialect: Dialect, log: IssueLog): SchemaCatalog {
  const names = nameTables(tables, dialect)
  const relations = relationsOf(tables)
  const nameOf = (table: Table): string => names.get(table) ?? table.name
  const places: Places = new Map(
    tables.flatMap((table) =>
      table.columns.map(({ key, name }) => [key, { object: nameOf(table), field: name }] as const),
    ),
  )
  const lifted = tables.map((inOrder) => {
    // Sorted once here, so that the lists made of them need not be.
    const table = { ...inOrder, columns: sortByName(inOrder.columns) }
    return {
      table,
      relations: relations.get(inOrder) ?? [],
      name: nameOf(inOrder),
      places,
      arguments: liftArguments(table, places),
    }
  })
  for (const { table } of lifted) reportTable(table, log)
  reportReader(tables, log)
  return {
    formatVersion: 1,
    source: dialect.source,
    title: dialect.title,
    servers: [],
    security: [],
    objects: lifted.map((entry) => toObject(entry, nameOf)),
    relationships: lifted.flatMap((entry) => toRelationships(entry, nameOf)),
    operations: lifted.flatMap((entry) => liftOperations(entry, dialect.quote)),
  }
}

const sortByName = <T extends { readonly name: string }>(parts: readonly T[]): readonly T[] =>
  [...parts].sort((a, b) => (a.name < b.name ? -1 : 1))

function toObject(
  { table, relations, name, places }: LiftedTable,
  nameOf: (table: Table) => string,
): ObjectType {
  const fields: Field[] = table.columns.map((column) => ({
    ...toField(column),
    ...shownFields(column, places),
  }))
  for (const relation of relations) fields.push(toRelationField(relation, nameOf(relation.to)))
  return {
    name,
    origin: 'named',
    ...(table.comment === undefined ? {} : { description: table.comment }),
    fields: relations.length === 0 ? fields : sortByName(fields),
    key: table.key,
    indexes: table.indexes,
    provenance: provenanceOf(table),
  }
}

function toField(column: Column): Field {
  const { name, type, nullable, comment, constraints, may, sensitivity } = column
  const isWritten = may.insert || may.update
  return {
    name,
    type,
    nullable,
    // A read always answers with the columns that it asks for.
    required: true,
    ...(column.default === undefined ? {} : { default: column.default }),
    ...(comment === undefined ? {} : { description: comment }),
    access: !may.read ? 'write_only' : isWritten ? 'read_write' : 'read_only',
    sensitivity,
    ...(constraints === undefined ? {} : { constraints }),
  }
}

function toRelationField({ name, columns, nullable }: Relation, target: string): Field {
  return {
    name,
    type: { kind: 'object', name: target },
    nullable,
    required: true,
    description: `The row of ${target} that ${columns.join(', ')} names.`,
    access: 'read_only',
    sensitivity: 'none',
  }
}

function toRelationships(
  { table, relations, name }: LiftedTable,
  nameOf: (table: Table) => string,
): readonly Relationship[] {
  return relations.map((relation) => ({
    name: `${name}.${relation.name}`,
    from: { object: name, fields: relation.columns },
    to: { object: nameOf(relation.to), fields: relation.toColumns },
    cardinality: 'one',
    origin: relation.origin,
    provenance: `${provenanceOf(table)}${relation.constraint === undefined ? '' : ` constraint ${relation.constraint}`}`,
  }))
}

function reportTable(table: Table, log: IssueLog): void {
  const pointer = provenanceOf(table)
  const folded = table.columns.filter(isFolded).map((column) => column.name)
  if (folded.length > 0) {
    log.report({
      code: 'comparison_folded',
      severity: 'info',
      message: `${folded.slice(0, 20).join(', ')} of "${table.name}" compare without regard to case, accents or blanks at the end: a filter may find more than the exact value.`,
      pointer,
    })
  }
  if (!table.hidesRows) return
  log.report({
    code: 'row_level_security',
    severity: 'info',
    message: `"${table.name}" has row-level security: what is found depends on the connected user.`,
    pointer,
  })
}

/** A user for reading is a good choice; it is said once, because every write of the catalog is refused for it. */
function reportReader(tables: readonly Table[], log: IssueLog): void {
  const [first] = tables
  const mayWrite = tables.some(({ columns }) => columns.some(({ may }) => may.insert || may.update))
  if (first === undefined || mayWrite) return
  log.report({
    code: 'read_only_user',
    severity: 'info',
    message: `The user ${first.user} may write to no table, so skills of this connection can only read.`,
    pointer: `user ${first.user}`,
  })
}
