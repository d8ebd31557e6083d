import { type CheckedBinding, type Json, type Operation, PlatformError } from '@bindery/model'
import { hasConditions, isOnlyUnindexed } from '@bindery/model/tables'
import { Call } from './call.ts'
import type { Dialect } from './dialect.ts'
import { lowerAggregate } from './lower-aggregate.ts'
import { lowerFind } from './lower-find.ts'
import { lowerInsert } from './lower-insert.ts'
import { lowerUpdate } from './lower-update.ts'

/**
 * The statement of a checked binding, whole and final. Throws PlatformError `binding_invalid` for an operation that is
 * quarantined or was not made by this source kind, and for what no single statement can do.
 */
export function lowerOperation(dialect: Dialect, operation: Operation, binding: CheckedBinding): Json {
  const parsed = Call.safeParse(operation.call)
  const isClosed = operation.availability.status === 'quarantined' && !isOpenToConditions(binding, operation)
  if (!parsed.success || isClosed) {
    throw new PlatformError('binding_invalid', `The operation "${operation.name}" cannot be called.`)
  }
  checkTable(binding, operation)
  checkOnce(binding)
  const call = parsed.data
  switch (call.mode) {
    case 'find':
      return lowerFind(call, binding, dialect)
    case 'aggregate':
      return lowerAggregate(call, binding, dialect)
    case 'insert':
      return lowerInsert(call, binding, dialect)
    case 'update':
      return lowerUpdate(call, binding, dialect)
  }
}

/** A table without an index is searched where the conditions say what that may cost. */
const isOpenToConditions = ({ binding }: CheckedBinding, operation: Operation): boolean =>
  hasConditions(binding) && isOnlyUnindexed(operation)

function checkTable({ binding }: CheckedBinding, operation: Operation): void {
  const table = binding.sqlSearch?.table ?? binding.sqlWrite?.table
  if (table === undefined || table === operation.object) return
  const message = `"${operation.name}" is about the table "${operation.object}", but the binding names "${table}".`
  throw new PlatformError('binding_invalid', message, { reason: 'table_mismatch' })
}

/** Two values for one column would leave open which of them counts: a pinned constant could be widened. */
function checkOnce({ assignments }: CheckedBinding): void {
  const seen = new Set<string>()
  for (const { target, condition } of assignments) {
    if (condition !== undefined) continue
    const [column = ''] = target
    if (seen.has(column)) {
      const message = `The column "${column}" is given two values. Keep one of them.`
      throw new PlatformError('binding_invalid', message, { reason: 'column_twice' })
    }
    seen.add(column)
  }
}
