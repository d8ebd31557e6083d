import { queryOptions } from '@tanstack/react-query'
import { send } from './client.ts'

/** What the server is, how it was set up, and how it does. */
export const systemQuery = queryOptions({
  queryKey: ['system'],
  queryFn: () => send((api) => api.GET('/api/v1/system')),
  select: ({ data }) => data,
})
