import { infiniteQueryOptions } from '@tanstack/react-query'
import { type Client, send } from './client.ts'
import { pageAt, pageByPage } from './page-by-page.ts'

/** The secrets of the organisation without their values, page by page. */
export const secretsQuery = infiniteQueryOptions({
  queryKey: ['secrets'],
  queryFn: ({ pageParam }) =>
    send((api) => api.GET('/api/v1/secrets', { params: { query: pageAt(pageParam, 50) } })),
  ...pageByPage,
})

export interface TypedSecret {
  readonly name: string
  readonly value: string
}

export const createSecret = (secret: TypedSecret) => (api: Client) =>
  api.POST('/api/v1/secrets', { body: secret })

export const replaceSecret = (id: string, value: string) => (api: Client) =>
  api.PATCH('/api/v1/secrets/{id}', { params: { path: { id } }, body: { value } })

export const deleteSecret = (id: string) => (api: Client) =>
  api.DELETE('/api/v1/secrets/{id}', { params: { path: { id } } })
