import { queryOptions } from '@tanstack/react-query'
import type { BindingPlace } from './bindings.ts'
import { type Client, send } from './client.ts'

/** The ready-made skills of a provider. */
export const packQuery = (kind: string) =>
  queryOptions({
    queryKey: ['integrations', kind, 'pack'],
    queryFn: () => send((api) => api.GET('/api/v1/integrations/{kind}/pack', { params: { path: { kind } } })),
    select: ({ data }) => data,
  })

/** Which of them the catalog of this account supports, and why not the others. */
export const packFitQuery = (kind: string) =>
  queryOptions({
    queryKey: ['integrations', kind, 'pack', 'fit'],
    queryFn: () =>
      send((api) => api.GET('/api/v1/integrations/{kind}/pack/fit', { params: { path: { kind } } })),
    select: ({ data }) => data,
  })

/** What an agent has of packs, and of which versions. */
export const agentPacksQuery = (agentId: string) =>
  queryOptions({
    queryKey: ['agents', agentId, 'packs'],
    queryFn: () =>
      send((api) => api.GET('/api/v1/agents/{agentId}/packs', { params: { path: { agentId } } })),
    select: ({ data }) => data,
  })

/** What bringing an agent to the present version of a pack would change; stores nothing. */
export const upgradePlanQuery = (place: BindingPlace) =>
  queryOptions({
    queryKey: ['agents', place.agentId, 'packs', place.kind, 'upgrade'],
    queryFn: () =>
      send((api) =>
        api.GET('/api/v1/agents/{agentId}/integrations/{kind}/pack/upgrade', {
          params: { path: { ...place } },
        }),
      ),
    select: ({ data }) => data,
  })

export interface Installation {
  readonly presets: readonly string[]
  readonly config: Readonly<Record<string, string>>
}

export const installPack =
  (place: BindingPlace) =>
  ({ presets, config }: Installation) =>
  (api: Client) =>
    api.POST('/api/v1/agents/{agentId}/integrations/{kind}/pack/install', {
      params: { path: { ...place } },
      body: { presets: [...presets], config },
    })

export const upgradePack = (place: BindingPlace) => (api: Client) =>
  api.POST('/api/v1/agents/{agentId}/integrations/{kind}/pack/upgrade', {
    params: { path: { ...place } },
    body: {},
  })

/** Takes everything that came from the pack away. */
export const removePack = (place: BindingPlace) => (api: Client) =>
  api.DELETE('/api/v1/agents/{agentId}/integrations/{kind}/pack/install', {
    params: { path: { ...place }, query: {} },
  })
