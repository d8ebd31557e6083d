import type { TypeRef } from '@bindery/model'
import type { Dialect } from './dialect.ts'
import { readPostgresTables } from './postgres-tables.ts'

export const postgres: Dialect = {
  source: 'postgres',
  title: 'PostgreSQL database',
  readTables: readPostgresTables,
  homeSchema: () => 'public',
  quote,
  placeholder: (position) => `$${position}`,
  // The blanks that fill up a character(n) mean nothing, and other databases do not give them.
  select: (column, type) => (isPadded(type) ? `${column}::pg_catalog.text` : column),
  bind: (placeholder, type) => (isBinary(type) ? `pg_catalog.decode(${placeholder}, 'hex')` : placeholder),
  equals: (column, placeholder, type) => {
    const value = postgres.bind(placeholder, type)
    const schema = citextSchema(type)
    // Sessions have no search path, so the operators of an extension are named in full.
    if (schema === undefined) return `${column} = ${value}`
    return `${column} operator(${schema}.=) ${value}::${schema}.citext`
  },
  nulls: { asc: ' nulls first', desc: ' nulls last' },
  lists: 'array',
  writes: 'return_rows',
}

function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`
}

const isPadded = (type: TypeRef): boolean =>
  (type.kind === 'scalar' || type.kind === 'enum') && /^character(?:\(\d+\))?$/.test(type.format ?? '')

const isBinary = (type: TypeRef): boolean => type.kind === 'scalar' && type.scalar === 'binary'

/** The schema of `public.citext`, as one quoted or plain name and nothing else. */
function citextSchema(type: TypeRef): string | undefined {
  const format = type.kind === 'scalar' ? type.format : undefined
  return /^("(?:[^"]|"")+"|[a-z_][a-z0-9_$]*)\.citext$/.exec(format ?? '')?.[1]
}
