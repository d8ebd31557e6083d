import type { Field } from '@bindery/client'
import { queryOptions, type QueryClient } from '@tanstack/react-query'
import { objectQuery } from '../../api/catalog.ts'
import { rowsBack } from './rows-back.ts'

/** Where a value comes from in the catalog. */
export interface ValuePlace {
  readonly kind: string
  /** The object that the steps begin in; undefined for a value without fields. */
  readonly object: string | undefined
  readonly steps: readonly string[]
}

/** The fields that a value has: of each item where it is a list. None of a plain value, and of what nobody knows. */
export const fieldsOf = async (queryClient: QueryClient, place: ValuePlace): Promise<readonly Field[]> =>
  (await objectAt(queryClient, place))?.fields ?? []

/** The object that the steps lead to; undefined for what has no fields of its own. */
export async function objectAt(queryClient: QueryClient, { kind, object, steps }: ValuePlace) {
  let name = object
  for (const step of steps) {
    if (name === undefined) return undefined
    const known = await loadObject(queryClient, kind, name)
    const field = known.fields.find((each) => each.name === step)
    const back = field === undefined ? rowsBack(known).find((each) => each.name === step) : undefined
    name = field?.references[0] ?? back?.object
  }
  return name === undefined ? undefined : await loadObject(queryClient, kind, name)
}

/** An object of the catalog, once in a while. */
export const loadObject = async (queryClient: QueryClient, kind: string, object: string) =>
  (await queryClient.fetchQuery(objectQuery(kind, object))).data

/** The object of the rows of another table that the last step leads to; null where it leads to none. */
export const rowsObjectQuery = (queryClient: QueryClient, place: ValuePlace) =>
  queryOptions({
    queryKey: ['integrations', place.kind, 'rows-of', place.object ?? '', ...place.steps],
    queryFn: async () => {
      const around = await objectAt(queryClient, { ...place, steps: place.steps.slice(0, -1) })
      if (around === undefined) return null
      const last = place.steps.at(-1)
      return rowsBack(around).find(({ name }) => name === last)?.object ?? null
    },
    staleTime: 60_000,
  })

/** The field that the last step leads to; null when there is none of it. */
export const fieldQuery = (queryClient: QueryClient, place: ValuePlace) =>
  queryOptions({
    queryKey: ['integrations', place.kind, 'field-of', place.object ?? '', ...place.steps],
    queryFn: async () => {
      const last = place.steps.at(-1)
      const fields = await fieldsOf(queryClient, { ...place, steps: place.steps.slice(0, -1) })
      return fields.find(({ name }) => name === last) ?? null
    },
    staleTime: 60_000,
  })
