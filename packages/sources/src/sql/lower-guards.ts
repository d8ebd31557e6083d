import { type CheckedBinding, PlatformError } from '@bindery/model'
import type { Dialect } from './dialect.ts'
import { conditionSets, conditionsOf, writeConditions } from './lower-conditions.ts'
import type { StatementWriter } from './statement-writer.ts'

/**
 * What must hold of a row before an update changes it, as the end of its `where`; empty when nothing must. A condition that
 * a call could leave out would change what it was to keep. Throws `binding_invalid` for such a one.
 */
export function writeGuards(checked: CheckedBinding, writer: StatementWriter, dialect: Dialect): string {
  const conditions = conditionsOf(checked)
  const [set, ...others] = conditionSets(conditions)
  if (others.length > 0 || set === undefined) {
    const message = 'What must hold before an update is never optional.'
    throw new PlatformError('binding_invalid', message, { reason: 'optional_guard' })
  }
  return writeConditions(set, { writer, dialect, alias: 't' })
    .map((text) => ` and ${text}`)
    .join('')
}
