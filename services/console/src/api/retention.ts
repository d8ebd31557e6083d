import type { RetentionKind } from '@bindery/client'
import { queryOptions } from '@tanstack/react-query'
import { type Client, send } from './client.ts'

/** How long the organisation keeps what happens, by kind. */
export const retentionQuery = queryOptions({
  queryKey: ['retention'],
  queryFn: () => send((api) => api.GET('/api/v1/system/retention')),
  select: ({ data }) => data,
})

/** What is kept, how much of it and for how long. */
export const storageQuery = queryOptions({
  queryKey: ['storage'],
  queryFn: () => send((api) => api.GET('/api/v1/system/storage')),
  select: ({ data }) => data,
})

/** Days of a kind; null for its standard. */
export const keepFor = (kind: RetentionKind['kind']) => (days: number | null) => (api: Client) =>
  api.PATCH('/api/v1/system/retention', { body: { [kind]: days } })
