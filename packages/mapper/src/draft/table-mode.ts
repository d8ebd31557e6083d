import type { Operation } from '@bindery/model'

/** What an operation of a table does. */
export type TableMode = 'find' | 'insert' | 'update'

export function tableMode({ name, arguments: all }: Operation): TableMode | undefined {
  const mode = /\.(find|insert|update)$/.exec(name)?.[1]
  if (!all.some(({ place }) => place === 'column')) return undefined
  return mode === 'find' || mode === 'insert' || mode === 'update' ? mode : undefined
}
