import type { Field } from '@bindery/client'
import { queryOptions, type QueryClient } from '@tanstack/react-query'
import { objectQuery } from '../../api/catalog.ts'

/** Where a value comes from in the catalog. */
export interface ValuePlace {
  readonly kind: string
  /** The object that the steps begin in; undefined for a value without fields. */
  readonly object: string | undefined
  readonly steps: readonly string[]
}

/** The fields that a value has: of each item where it is a list. None of a plain value, and of what nobody knows. */
export async function fieldsOf(
  queryClient: QueryClient,
  { kind, object, steps }: ValuePlace,
): Promise<readonly Field[]> {
  let name = object
  for (const step of steps) {
    if (name === undefined) return []
    const fields = await loadFields(queryClient, kind, name)
    name = fields.find((field) => field.name === step)?.references[0]
  }
  return name === undefined ? [] : loadFields(queryClient, kind, name)
}

async function loadFields(queryClient: QueryClient, kind: string, object: string): Promise<readonly Field[]> {
  return (await queryClient.fetchQuery(objectQuery(kind, object))).data.fields
}

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
