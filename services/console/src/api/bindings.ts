import type { Binding, TryBinding } from '@bindery/client'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { type Client, send } from './client.ts'

/** Which binding: of an agent, over a provider. */
export interface BindingPlace {
  readonly agentId: string
  readonly kind: string
}

const readBinding =
  ({ agentId, kind }: BindingPlace, skillId: string) =>
  (api: Client) =>
    api.GET('/api/v1/agents/{agentId}/integrations/{kind}/bindings/{skillId}', {
      params: { path: { agentId, kind, skillId } },
    })

/** A skill with the binding that it was compiled from. */
export const bindingQuery = (place: BindingPlace, skillId: string) =>
  queryOptions({
    queryKey: ['agents', place.agentId, 'bindings', skillId],
    queryFn: () => send(readBinding(place, skillId)),
    select: ({ data }) => data,
  })

/** The binding as the server has written it down. */
export const savedBinding = async (place: BindingPlace, skillId: string): Promise<Binding> =>
  (await send(readBinding(place, skillId))).data.binding

/** What the compiler says of a binding that is being edited. Stores nothing. */
export const validationQuery = ({ agentId, kind }: BindingPlace, binding: Binding) =>
  queryOptions({
    queryKey: ['validation', agentId, kind, JSON.stringify(binding)],
    queryFn: () =>
      send((api) =>
        api.POST('/api/v1/agents/{agentId}/integrations/{kind}/bindings/validate', {
          params: { path: { agentId, kind } },
          body: binding,
        }),
      ),
    select: ({ data }) => data,
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 60_000,
    gcTime: 60_000,
  })

/** Names that every provider's parameters share. */
export const parametersQuery = queryOptions({
  queryKey: ['canonical-parameters'],
  queryFn: () => send((api) => api.GET('/api/v1/canonical-parameters')),
  select: ({ data }) => data,
  staleTime: Infinity,
})

/** A binding that is saved, as it was seen. */
export interface SeenBinding {
  readonly id: string
  readonly revision: number
}

/** Saves a new binding, or a changed one unless somebody else has changed it since it was seen. */
export const saveBinding =
  ({ agentId, kind }: BindingPlace, seen: SeenBinding | undefined) =>
  (binding: Binding) =>
  (api: Client) =>
    seen === undefined
      ? api.POST('/api/v1/agents/{agentId}/integrations/{kind}/bindings', {
          params: { path: { agentId, kind } },
          body: binding,
        })
      : api.PUT('/api/v1/agents/{agentId}/integrations/{kind}/bindings/{skillId}', {
          params: { path: { agentId, kind, skillId: seen.id } },
          headers: { 'if-match': `"${seen.revision}"` },
          body: binding,
        })

/** Tries a binding that need not be saved. */
export const tryBinding =
  ({ agentId, kind }: BindingPlace) =>
  (question: TryBinding) =>
  (api: Client) =>
    api.POST('/api/v1/agents/{agentId}/integrations/{kind}/bindings/try', {
      params: { path: { agentId, kind } },
      body: question,
    })
