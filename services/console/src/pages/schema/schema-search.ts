/** What the address of the explorer says beside what is open. */
export interface SchemaSearch {
  /** Words that are searched for. */
  readonly q?: string
  readonly effect?: 'read' | 'write'
}

export function readSchemaSearch(search: Record<string, unknown>): SchemaSearch {
  const { q, effect } = search
  return {
    ...(typeof q === 'string' && q !== '' && { q }),
    ...((effect === 'read' || effect === 'write') && { effect }),
  }
}

/** What the address of an object says beside which one it is. */
export interface ObjectSearch {
  /** The field that is looked at. */
  readonly field?: string
}

export const readObjectSearch = ({ field }: Record<string, unknown>): ObjectSearch =>
  typeof field === 'string' && field !== '' ? { field } : {}
