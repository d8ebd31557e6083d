import type { Json, RowField } from '@bindery/model'
import { Missing, Misshapen, walk } from '../walk-answer.ts'

/** What is known and counted while rows are read. */
export interface RowNotes {
  /** The zone of moments that stand in the answer without one, where the connection declares it. */
  readonly timezone: string | undefined
  /** A value of that field is not what the provider describes. */
  readonly notCompared: (field: string) => void
  /** A row does not fit what the provider was sent of that field. */
  readonly ignored: (field: string) => void
}

/** The value of a row, null where there is none. What stands in the way of it is a value that nothing compares with. */
export function readField(row: Json, { path }: Pick<RowField, 'path'>): Json {
  const found = walk(row, { path })
  if (found instanceof Misshapen) return found.is
  if (found instanceof Missing) return null
  return found ?? null
}
