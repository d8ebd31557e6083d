import type { Operation } from '@bindery/client'
import { type QueryClient, queryOptions, useQueryClient } from '@tanstack/react-query'
import { objectQuery } from '../../api/catalog.ts'
import type { InputField } from './targets.ts'

/** Steps into objects of the input object, and fields in all: what lies deeper is written in the YAML. */
const deepest = 3
const mostFields = 300

/**
 * The fields that an operation writes: of its input object with those of objects in it, or of its table. Empty for an operation
 * that takes neither.
 */
export const useInputFields = (kind: string, operation: Operation | undefined) =>
  inputFieldsQuery(useQueryClient(), kind, operation)

/** The same for who asks outside of what is shown. */
export function inputFieldsQuery(queryClient: QueryClient, kind: string, operation: Operation | undefined) {
  const object = operation === undefined ? undefined : objectOf(operation)
  return queryOptions({
    queryKey: ['integrations', kind, 'input-fields', object ?? ''],
    enabled: operation !== undefined,
    queryFn: () => (object === undefined ? [] : collect(queryClient, { kind, object, prefix: '', depth: 1 })),
    staleTime: 60_000,
  })
}

/** The object whose fields are asked for. */
function objectOf({ arguments: args, inputArgument, object }: Operation): string | undefined {
  if (inputArgument !== undefined) return args.find(({ name }) => name === inputArgument)?.references[0]
  return args.some(({ place }) => place === 'column') ? object : undefined
}

interface Place {
  readonly kind: string
  readonly object: string
  readonly prefix: string
  readonly depth: number
}

async function collect(queryClient: QueryClient, place: Place): Promise<InputField[]> {
  const { data } = await queryClient.fetchQuery(objectQuery(place.kind, place.object))
  const found: InputField[] = []
  for (const field of data.fields) {
    if (found.length >= mostFields || field.access === 'read_only') continue
    const path = place.prefix + field.name
    const [object] = field.references
    const goesOn = object !== undefined && field.jsonType === 'object' && place.depth < deepest
    if (goesOn)
      found.push(
        ...(await collect(queryClient, { ...place, object, prefix: `${path}.`, depth: place.depth + 1 })),
      )
    else found.push({ path, field })
  }
  return found
}
