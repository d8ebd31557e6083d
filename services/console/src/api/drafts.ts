import type { AutoDecisions, AutoMapRequest } from '@bindery/client'
import { queryOptions } from '@tanstack/react-query'
import type { BindingPlace } from './bindings.ts'
import { type Client, send } from './client.ts'

/** Drafts a disabled binding for a goal, or drafts it again with what was decided. */
export const draftBinding = (place: BindingPlace) => (request: AutoMapRequest) => (api: Client) =>
  api.POST('/api/v1/agents/{agentId}/integrations/{kind}/bindings/auto', {
    params: { path: place },
    body: request,
  })

/** The drafts of an agent that wait for a person, the newest 100. */
export const openDraftsQuery = (agentId: string) =>
  queryOptions({
    queryKey: ['agents', agentId, 'drafts'],
    queryFn: () =>
      send((api) =>
        api.GET('/api/v1/agents/{agentId}/drafts', {
          params: { path: { agentId }, query: { limit: '100' } },
        }),
      ),
  })

/** A draft as it was shown when it was made, with what people have said of it since. */
export const draftQuery = (agentId: string, draftId: string) =>
  queryOptions({
    queryKey: ['agents', agentId, 'drafts', draftId],
    queryFn: () =>
      send((api) =>
        api.GET('/api/v1/agents/{agentId}/drafts/{draftId}', { params: { path: { agentId, draftId } } }),
      ),
    select: ({ data }) => data,
  })

/** Keeps what a person thinks of lines of a draft: the next draft obeys it. */
export const decideDraft =
  (place: BindingPlace, draftId: string) => (decisions: AutoDecisions['decisions']) => (api: Client) =>
    api.POST('/api/v1/agents/{agentId}/integrations/{kind}/bindings/auto/{draftId}/decisions', {
      params: { path: { ...place, draftId } },
      body: { decisions },
    })
