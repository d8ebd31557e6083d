import type { executionChannels, executionStatuses } from '@bindery/client'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { send } from './client.ts'
import type { Environment } from './environment.ts'

/** How a call ended, or that it has not. */
export type Status = (typeof executionStatuses)[number]

/** By which face a call came. */
export type Channel = (typeof executionChannels)[number]

/** What a list of calls is narrowed to. */
export interface ExecutionFilter {
  readonly agentId?: string
  readonly skillId?: string
  readonly status?: Status
  readonly environment?: Environment
  readonly channel?: Channel
  /** Those that took as long. */
  readonly minMs?: string
  /** Begun at this time or later, and before that one. */
  readonly from?: string
  readonly to?: string
}

/** Where calls that end and calls that wait are told of as they happen. */
export const executionEvents = '/api/v1/executions/stream'

/** Calls of skills, newest first, page by page. */
export const executionsQuery = (filter: ExecutionFilter) =>
  infiniteQueryOptions({
    queryKey: ['executions', filter],
    queryFn: ({ pageParam }) =>
      send((api) =>
        api.GET('/api/v1/executions', {
          params: { query: { ...filter, limit: '50', ...(pageParam !== '' && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ meta }) => meta?.nextCursor ?? undefined,
    // Whoever comes back to the window reads on where they were.
    refetchOnWindowFocus: false,
  })

export const executionQuery = (executionId: string) =>
  queryOptions({
    queryKey: ['executions', executionId],
    queryFn: () =>
      send((api) => api.GET('/api/v1/executions/{executionId}', { params: { path: { executionId } } })),
    select: ({ data }) => data,
  })
