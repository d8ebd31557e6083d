import type { Field, Step } from '@bindery/client'
import { queryOptions, type QueryClient } from '@tanstack/react-query'
import { operationQuery } from '../../../api/catalog.ts'
import { listsOf } from '../rows/answer-lists.ts'
import { tableModeOf } from '../rows/table-mode.ts'
import { loadObject, objectAt } from '../value-fields.ts'
import { stepsOf, stepText } from '../value-steps.ts'

/** A plain value that a step gives. */
export interface StepValue {
  /** From the row that it takes, or else from its answer. */
  readonly path: string
  readonly type: string
  readonly jsonType: string
}

/** What a step goes on with. */
export interface StepGives {
  /** Object of the row that it takes, or of its answer; null for a bare value, and where nothing says which rows. */
  readonly object: string | null
  readonly values: readonly StepValue[]
}

/** Steps into objects, and values in all: what lies deeper is written in the YAML. */
const deepest = 2
const mostValues = 80

type Described = Pick<Step, 'integration' | 'operation' | 'take' | 'rows'>

/** What a step goes on with, from the catalog of its provider. */
export function stepQuery(queryClient: QueryClient, step: Described) {
  const { integration: kind, operation, take, rows } = step
  return queryOptions({
    queryKey: ['integrations', kind, 'step', operation, take === undefined ? 'answer' : 'rows', rows ?? ''],
    queryFn: async (): Promise<StepGives> => {
      const object = await objectOf(queryClient, step)
      if (object === undefined) return { object: null, values: [] }
      return { object, values: await collect(queryClient, { kind, object, prefix: '', depth: 1 }) }
    },
    staleTime: 60_000,
  })
}

async function objectOf(
  queryClient: QueryClient,
  { integration: kind, operation: name, take, rows }: Described,
): Promise<string | undefined> {
  const { data: operation } = await queryClient.fetchQuery(operationQuery(kind, name))
  const object = operation.returns?.references[0]
  const isList = operation.returns?.type.endsWith('[]') === true
  if (take === undefined) return isList ? undefined : object
  if (tableModeOf(operation) !== undefined) return object
  const path = rows ?? (await onlyList(queryClient, kind, operation))
  if (path === undefined) return undefined
  return (await objectAt(queryClient, { kind, object, steps: stepsOf(path) }))?.name
}

async function onlyList(
  queryClient: QueryClient,
  kind: string,
  operation: Parameters<typeof tableModeOf>[0],
) {
  const { paths, isWhole } = await listsOf(operation.returns, (name) => loadObject(queryClient, kind, name))
  return isWhole && paths.length === 1 ? paths[0] : undefined
}

interface Place {
  readonly kind: string
  readonly object: string
  readonly prefix: string
  readonly depth: number
}

async function collect(queryClient: QueryClient, place: Place): Promise<StepValue[]> {
  const { fields } = await loadObject(queryClient, place.kind, place.object)
  const found: StepValue[] = []
  for (const field of fields) {
    if (found.length >= mostValues || field.isErrorChannel === true || field.jsonType === 'array') continue
    const path = place.prefix + stepText(field.name)
    const inner = innerOf(field)
    if (inner === undefined) found.push({ path, type: field.type, jsonType: field.jsonType })
    else if (place.depth < deepest)
      found.push(
        ...(await collect(queryClient, {
          ...place,
          object: inner,
          prefix: `${path}.`,
          depth: place.depth + 1,
        })),
      )
  }
  return found
}

const innerOf = ({ jsonType, references: [object] }: Field): string | undefined =>
  jsonType === 'object' ? object : undefined
