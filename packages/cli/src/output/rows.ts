/** A value of JSON by the names of its members; empty for what has none. */
export const membersOf = (value: unknown): ReadonlyMap<string, unknown> =>
  new Map<string, unknown>(
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [],
  )

/** The rows of data: those of a list, or the one that it is. */
export const rowsOf = (data: unknown): readonly unknown[] =>
  Array.isArray(data) ? data.map((row: unknown) => row) : [data]

/** The value at `a.b`; undefined where there is none. Of a list, those of its entries. */
export function valueAt(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, name) => {
    if (Array.isArray(inner)) return inner.map((entry: unknown) => membersOf(entry).get(name))
    return membersOf(inner).get(name)
  }, value)
}

/** A value in one cell. */
export function cellText(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (Array.isArray(value) && value.every((entry) => typeof entry !== 'object')) return value.join(', ')
  return JSON.stringify(value)
}
