import type { BindingInputDocument, JsonObject } from '@bindery/model'

/** A skill of which two databases with the same rows must give the same answer. */
export interface ParityCase {
  readonly name: string
  readonly binding: Omit<BindingInputDocument, 'toolName'>
  readonly params: JsonObject
  /** What the skill does, in plain SQL that both databases take: a column for each leaf, in their order. */
  readonly independent: string
}

const named = (paths: readonly (string | readonly [path: string, leaf: string])[]) =>
  paths.map((entry) =>
    typeof entry === 'string' ? { path: entry, leaf: entry } : { path: entry[0], leaf: entry[1] },
  )

/** A search whose rows hold these columns. */
export function search(
  table: string,
  how: Omit<NonNullable<BindingInputDocument['sqlSearch']>, 'table'>,
  paths: readonly (string | readonly [path: string, leaf: string])[],
): ParityCase['binding'] {
  return {
    operation: `${table}.find`,
    sqlSearch: { table, ...how },
    projection: [{ path: '$', leaf: 'rows', max: 50, fields: named(paths) }],
  }
}

/** An insert or update that answers with these columns. */
export function write(
  how: NonNullable<BindingInputDocument['sqlWrite']>,
  paths: readonly string[],
): ParityCase['binding'] {
  return { operation: `${how.table}.${how.mode}`, sqlWrite: how, projection: named(paths) }
}
