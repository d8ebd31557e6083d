import type { Binding, Operation } from '@bindery/client'
import type { Column } from './condition.ts'

/** What an operation does with the rows of a table. */
export type TableMode = 'find' | 'aggregate' | 'update' | 'insert'

const modes: readonly TableMode[] = ['find', 'aggregate', 'update', 'insert']

/** Undefined for an operation that is of no table. */
export function tableModeOf({ name, arguments: args }: Operation): TableMode | undefined {
  if (!args.some(({ place }) => place === 'column')) return undefined
  return modes.find((mode) => name.endsWith(`.${mode}`))
}

/** Columns of the search over a table: an update writes some of them, and asks about any. */
export const columnsOf = ({ arguments: args }: Operation): readonly Column[] =>
  args.filter(({ place }) => place === 'column')

/** The search over the same table; undefined where the operation says by itself what can be compared, or takes no conditions. */
export const searchBeside = (operation: Operation): string | undefined =>
  tableModeOf(operation) === 'update' && operation.object !== undefined
    ? `${operation.object}.find`
    : undefined

/** Whether a search is in the form without conditions, or partly so. */
export const isOldSearch = ({ sqlSearch, inputs = [], inputObjectMap = [] }: Binding): boolean =>
  sqlSearch !== undefined || inputs.length > 0 || inputObjectMap.length > 0
