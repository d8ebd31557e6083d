import { queryOptions } from '@tanstack/react-query'
import { send } from './client.ts'

/** Counts are asked for again this often, in ms. */
const pulseMs = 60_000

/** How many calls of these agents ended in each of the last 24 hours; the server takes a hundred agents at most. */
export const agentHoursQuery = (agentIds: readonly string[]) =>
  queryOptions({
    queryKey: ['stats', 'agents', agentIds],
    queryFn: () =>
      send((api) => api.GET('/api/v1/stats/agents', { params: { query: { agentIds: agentIds.join(',') } } })),
    select: ({ data }) => data,
    refetchInterval: pulseMs,
  })

/** Skills that were called in the last 24 hours, those that failed most often first. */
export const skillRunsQuery = queryOptions({
  queryKey: ['stats', 'skills'],
  queryFn: () => send((api) => api.GET('/api/v1/stats/skills', { params: { query: { limit: '10' } } })),
  refetchInterval: pulseMs,
})
