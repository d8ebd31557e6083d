import type { RenameGuess } from '@bindery/model/drift'

/** New names by old ones. A name that was not renamed stays. */
export interface RenamedNames {
  readonly object: (name: string) => string
  readonly operation: (name: string) => string
  /** By the old name of the object. */
  readonly field: (object: string, name: string) => string
  /** By the old name of the operation. */
  readonly argument: (operation: string, name: string) => string
}

export function renamedNames(renames: readonly RenameGuess[]): RenamedNames {
  const names = new Map(renames.map(({ kind, owner, from, to }) => [keyOf(kind, owner, from), to]))
  const look = (kind: RenameGuess['kind'], owner: string | undefined, name: string): string =>
    names.get(keyOf(kind, owner, name)) ?? name
  return {
    object: (name) => look('object', undefined, name),
    operation: (name) => look('operation', undefined, name),
    field: (object, name) => look('field', object, name),
    argument: (operation, name) => look('argument', operation, name),
  }
}

const keyOf = (kind: string, owner: string | undefined, name: string): string =>
  JSON.stringify([kind, owner ?? null, name])
