import type { ReviewItem } from '@bindery/client'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { type Client, send } from './client.ts'

export type ReviewType = ReviewItem['type']

/** What waits for a person, the most severe first, page by page; asked again every ten seconds. */
export const reviewQuery = (type: ReviewType | undefined) =>
  infiniteQueryOptions({
    queryKey: ['review', type ?? 'all'],
    queryFn: ({ pageParam }) =>
      send((api) =>
        api.GET('/api/v1/review', {
          params: {
            query: {
              limit: '100',
              ...(type !== undefined && { type }),
              ...(pageParam !== '' && { cursor: pageParam }),
            },
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ meta }) => meta?.nextCursor ?? undefined,
    refetchInterval: 10_000,
  })

/** One of what waits, whatever page it stands on; undefined when it does not wait any more. */
export const reviewItemQuery = (id: string) =>
  queryOptions({
    queryKey: ['review', 'one', id],
    queryFn: () => send((api) => api.GET('/api/v1/review', { params: { query: { id } } })),
    select: ({ data }) => data[0],
    refetchInterval: 10_000,
  })

/** A call that waits, or what became of it. */
export const confirmationQuery = (confirmationId: string) =>
  queryOptions({
    queryKey: ['confirmations', confirmationId],
    queryFn: () =>
      send((api) =>
        api.GET('/api/v1/confirmations/{confirmationId}', { params: { path: { confirmationId } } }),
      ),
    select: ({ data }) => data,
    refetchInterval: 10_000,
  })

export interface SkillPlace {
  readonly agentId: string
  readonly skillId: string
}

/** What a newer catalog means for a skill, with the repair that was drafted. */
export const skillDriftQuery = ({ agentId, skillId }: SkillPlace) =>
  queryOptions({
    queryKey: ['agents', agentId, 'drift', skillId],
    queryFn: () =>
      send((api) =>
        api.GET('/api/v1/agents/{agentId}/skills/{skillId}/drift', {
          params: { path: { agentId, skillId } },
        }),
      ),
    select: ({ data }) => data,
  })

export type DriftDecision = 'apply' | 'acknowledge' | 'reject'

export const decideDrift = (place: SkillPlace) => (decision: DriftDecision) => (api: Client) =>
  api.POST('/api/v1/agents/{agentId}/skills/{skillId}/drift', {
    params: { path: { ...place } },
    body: { decision },
  })

/** Beginnings of the keys of what changes when something of the inbox is decided. */
export const inboxChanges = [['review'], ['session'], ['agents']] as const
