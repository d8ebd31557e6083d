import type { Argument, Field, Operation, SchemaCatalog } from '@bindery/model'
import type { Plant } from './plant.ts'

/** A database of customers as discovery gives it. */
export function plantedTables(at: Plant): SchemaCatalog {
  const table = at('table name', 'customers').slice(0, 60)
  const description = at('table comment (SQL)', 'Who buys')
  const fields = columns(at('column comment (SQL)', ''))
  const about = { object: table, description, groups: [table], arguments: fields.map(argumentOf(table)) }
  return {
    formatVersion: 1,
    source: 'postgres',
    title: 'shop',
    servers: [],
    security: [],
    relationships: [],
    objects: [
      {
        name: table,
        origin: 'named',
        description,
        fields,
        key: ['phone'],
        indexes: [{ name: 'by_phone', fields: ['phone'], isUnique: true, isPartial: false }],
        provenance: `table public.${table}`,
      },
    ],
    operations: [
      {
        ...operationOf(table),
        ...about,
        name: `${table}.find`,
        effect: 'read',
        returns: {
          type: { kind: 'list', items: { kind: 'object', name: table }, itemsNullable: false },
          nullable: false,
        },
      },
      { ...operationOf(table), ...about, name: `${table}.insert`, effect: 'create' },
    ],
  }
}

function columns(description: string): readonly Field[] {
  const column = (name: string, sensitivity: Field['sensitivity'] = 'none'): Field => ({
    name,
    type: { kind: 'scalar', scalar: 'string' },
    required: false,
    nullable: true,
    access: 'read_write',
    sensitivity,
    description,
  })
  return [
    column('full_name'),
    column('phone', 'contact'),
    column('national_id', 'government_id'),
    column('password_hash', 'credential'),
  ]
}

const argumentOf =
  (table: string) =>
  ({ name, type, nullable, sensitivity, description = '' }: Field): Argument => ({
    name,
    type,
    nullable,
    sensitivity,
    description,
    place: 'column',
    required: false,
    provenance: `table public.${table} column ${name}`,
  })

const operationOf = (table: string) =>
  ({
    effectOrigin: 'declared',
    availability: { status: 'bindable' },
    security: [],
    call: { table: `public.${table}` },
    provenance: `table public.${table}`,
  }) satisfies Partial<Operation>
