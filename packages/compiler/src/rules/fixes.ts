import { type Fix, type Json, type PathSegment, toPointer } from '@bindery/model'

/** Replaces, or adds, one member of the binding. */
export function setting(title: string, path: readonly PathSegment[], value: Json): Fix {
  return { title, patch: [{ op: 'add', path: toPointer(path), value }] }
}

/** Replaces one member by each of the names that may have been meant. */
export function renaming(path: readonly PathSegment[], names: readonly string[]): readonly Fix[] {
  return names.map((name) => ({
    title: `Use "${name}"`,
    patch: [{ op: 'replace', path: toPointer(path), value: name }],
  }))
}

/** Takes one member or entry out of the binding. */
export function removing(title: string, path: readonly PathSegment[]): Fix {
  return { title, patch: [{ op: 'remove', path: toPointer(path) }] }
}

/** `Did you mean "x"?` with a space before it, or nothing. */
export function askFor(suggestions: readonly string[]): string {
  return suggestions[0] === undefined ? '' : ` Did you mean "${suggestions[0]}"?`
}
