import type { CreateApiKey } from '@bindery/client'
import { infiniteQueryOptions } from '@tanstack/react-query'
import { type Client, send } from './client.ts'
import { pageAt, pageByPage } from './page-by-page.ts'

export type Scope = CreateApiKey['scopes'][number]

/** The keys of the organisation, page by page. */
export const keysQuery = infiniteQueryOptions({
  queryKey: ['api-keys'],
  queryFn: ({ pageParam }) =>
    send((api) => api.GET('/api/v1/api-keys', { params: { query: pageAt(pageParam, 50) } })),
  ...pageByPage,
})

export const createKey = (key: CreateApiKey) => (api: Client) => api.POST('/api/v1/api-keys', { body: key })

export const revokeKey = (id: string) => (api: Client) =>
  api.DELETE('/api/v1/api-keys/{id}', { params: { path: { id } } })
