import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { send } from './client.ts'
import { pageAt, pageByPage } from './page-by-page.ts'

/** The agents of the organisation page by page: for a list that has all of them. */
export const agentPagesQuery = infiniteQueryOptions({
  queryKey: ['agents', 'pages'],
  queryFn: ({ pageParam }) =>
    send((api) => api.GET('/api/v1/agents', { params: { query: pageAt(pageParam, 50) } })),
  ...pageByPage,
})

/** The agents of the organisation, at most 500: for what is chosen from, and for what looks through them. */
export const agentsQuery = queryOptions({
  queryKey: ['agents'],
  queryFn: () => send((api) => api.GET('/api/v1/agents', { params: { query: { limit: '500' } } })),
})

/** The page of an agent: what is live, what the draft would change, and how its skills do. */
export const overviewQuery = (agentId: string) =>
  queryOptions({
    queryKey: ['agents', agentId, 'overview'],
    queryFn: () =>
      send((api) => api.GET('/api/v1/agents/{agentId}/overview', { params: { path: { agentId } } })),
    select: ({ data }) => data,
  })

/** What publishing now would change, where it would call, and what it would show. */
export const reportQuery = (agentId: string) =>
  queryOptions({
    queryKey: ['agents', agentId, 'report'],
    queryFn: () =>
      send((api) => api.GET('/api/v1/agents/{agentId}/prepublish-report', { params: { path: { agentId } } })),
    select: ({ data }) => data,
  })

/** The versions page by page, newest first. */
export const versionPagesQuery = (agentId: string) =>
  infiniteQueryOptions({
    queryKey: ['agents', agentId, 'versions', 'pages'],
    queryFn: ({ pageParam }) =>
      send((api) =>
        api.GET('/api/v1/agents/{agentId}/versions', {
          params: { path: { agentId }, query: pageAt(pageParam, 50) },
        }),
      ),
    ...pageByPage,
  })

/** The newest 50 versions. */
export const versionsQuery = (agentId: string) =>
  queryOptions({
    queryKey: ['agents', agentId, 'versions'],
    queryFn: () =>
      send((api) =>
        api.GET('/api/v1/agents/{agentId}/versions', {
          params: { path: { agentId }, query: { limit: '50' } },
        }),
      ),
  })

/** What one version changed, compared with the one before. */
export const versionDiffQuery = (agentId: string, versionId: string) =>
  queryOptions({
    queryKey: ['agents', agentId, 'versions', versionId, 'diff'],
    queryFn: () =>
      send((api) =>
        api.GET('/api/v1/agents/{agentId}/versions/{versionId}/diff', {
          params: { path: { agentId, versionId } },
        }),
      ),
    select: ({ data }) => data,
    staleTime: Infinity,
  })
