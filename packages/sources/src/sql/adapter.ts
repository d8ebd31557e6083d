import type { SourceAdapter } from '@bindery/model'
import type { Dialect } from './dialect.ts'
import { executeCall } from './execute.ts'
import { introspectDatabase } from './introspect.ts'
import { lowerOperation } from './lower.ts'

/** The source kind of one dialect: tables as objects, `find`, `insert` and `update` as operations. */
export function sqlAdapter(dialect: Dialect): SourceAdapter {
  return {
    source: dialect.source,
    introspect: (connection, signal) => introspectDatabase(dialect, connection, signal),
    lower: (operation, binding) => lowerOperation(dialect, operation, binding),
    execute: executeCall,
  }
}
