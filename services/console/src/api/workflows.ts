import type { ArazzoImport } from '@bindery/client'
import { queryOptions } from '@tanstack/react-query'
import { type Client, send } from './client.ts'

/** Makes disabled skills of the workflows of a document, or says what would become of them. */
export const importWorkflows = (agentId: string) => (body: ArazzoImport) => (api: Client) =>
  api.POST('/api/v1/agents/{agentId}/arazzo', { params: { path: { agentId } }, body })

/** The skills of an agent as workflows. */
export const exportQuery = (agentId: string) =>
  queryOptions({
    queryKey: ['agents', agentId, 'arazzo'],
    queryFn: () =>
      send((api) => api.GET('/api/v1/agents/{agentId}/arazzo', { params: { path: { agentId } } })),
    select: ({ data }) => data,
  })
