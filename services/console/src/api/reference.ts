import { queryOptions } from '@tanstack/react-query'
import { send } from './client.ts'

/** It changes with the version of the server alone. */
const staleTime = Infinity

/** All operations and objects of our own API as columns. */
export const referenceIndexQuery = queryOptions({
  queryKey: ['reference', 'index'],
  queryFn: () => send((api) => api.GET('/api/v1/reference/index')),
  select: ({ data }) => data,
  staleTime,
})

export const referenceOperationQuery = (operation: string) =>
  queryOptions({
    queryKey: ['reference', 'operations', operation],
    queryFn: () =>
      send((api) => api.GET('/api/v1/reference/operations/{operation}', { params: { path: { operation } } })),
    select: ({ data }) => data,
    staleTime,
  })

export const referenceObjectQuery = (object: string) =>
  queryOptions({
    queryKey: ['reference', 'objects', object],
    queryFn: () =>
      send((api) => api.GET('/api/v1/reference/objects/{object}', { params: { path: { object } } })),
    select: ({ data }) => data,
    staleTime,
  })

/** An answer as it came. */
export interface ReadAnswer {
  readonly status: number
  readonly ms: number
  readonly bytes: number
  readonly text: string
  /** There is more of it than was read. */
  readonly isCut: boolean
}

/** Bytes of an answer that are read. */
const mostBytes = 256_000

/** Asks a read of our own API as the session that is signed in. What came until `signal` aborted is the answer then. */
export async function readOnce(request: Request, signal: AbortSignal): Promise<ReadAnswer> {
  const began = performance.now()
  const response = await fetch(request, { signal })
  const decoder = new TextDecoder()
  let [text, bytes, isCut] = ['', 0, false]
  const reader = response.body?.getReader()
  try {
    for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) {
      bytes += part.value.length
      text += decoder.decode(part.value, { stream: true })
      isCut = bytes > mostBytes
      if (isCut) break
    }
  } catch (error) {
    if (!signal.aborted) throw error
    isCut = true
  }
  await reader?.cancel().catch(() => undefined)
  return { status: response.status, ms: Math.round(performance.now() - began), bytes, text, isCut }
}
