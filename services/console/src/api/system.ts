import { queryOptions } from '@tanstack/react-query'
import { type Client, send } from './client.ts'

/** What the server is, how it was set up, and how it does. */
export const systemQuery = queryOptions({
  queryKey: ['system'],
  queryFn: () => send((api) => api.GET('/api/v1/system')),
  select: ({ data }) => data,
})

/** An archive of the whole store, sealed under the key of the server. */
export const backup = (api: Client) => api.POST('/api/v1/backup', { parseAs: 'blob' })
