import type { ObjectType, Operation } from '@bindery/model'

/** What an operation of a table does. */
export type TableMode = 'find' | 'insert' | 'update'

export function tableMode({ name, arguments: all }: Operation): TableMode | undefined {
  const mode = /\.(find|insert|update)$/.exec(name)?.[1]
  if (!all.some(({ place }) => place === 'column')) return undefined
  return mode === 'find' || mode === 'insert' || mode === 'update' ? mode : undefined
}

/** Columns that lead an index, the key first: the ones that a search may filter by. */
export function leadingColumns({ key, indexes }: ObjectType): readonly string[] {
  const leads = indexes.filter(({ isPartial }) => !isPartial).map(({ fields }) => fields[0])
  return [key[0], ...leads].filter((column) => column !== undefined)
}

/** Columns that name one row alone, the key first. */
export function uniqueColumns({ key, indexes }: ObjectType): readonly string[] {
  const unique = indexes.filter(({ isUnique, isPartial }) => isUnique && !isPartial)
  return [key, ...unique.map(({ fields }) => fields)].flatMap((fields) => (fields.length === 1 ? fields : []))
}
