import type { StepsBinding, TryBinding } from '@bindery/client'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { SeenBinding } from './bindings.ts'
import { type Client, send } from './client.ts'

const readSteps = (agentId: string, skillId: string) => (api: Client) =>
  api.GET('/api/v1/agents/{agentId}/bindings/{skillId}', { params: { path: { agentId, skillId } } })

/** A skill with the steps that it was compiled from, or with the one operation where it has no steps. */
export const stepsQuery = (agentId: string, skillId: string) =>
  queryOptions({
    queryKey: ['agents', agentId, 'bindings', skillId, 'steps'],
    queryFn: () => send(readSteps(agentId, skillId)),
    select: ({ data }) => data,
  })

/** The steps as the server has written them down. */
export async function savedSteps(agentId: string, skillId: string): Promise<StepsBinding> {
  const { binding } = (await send(readSteps(agentId, skillId))).data
  if ('steps' in binding) return binding
  throw new Error(`${skillId} has become a skill of one operation.`)
}

/** What the compiler says of steps that are being edited; nothing is asked while there are none. Stores nothing. */
export const stepsValidationQuery = (agentId: string, binding: StepsBinding) =>
  queryOptions({
    queryKey: ['validation', agentId, 'steps', JSON.stringify(binding)],
    enabled: binding.steps.length > 0,
    queryFn: () =>
      send((api) =>
        api.POST('/api/v1/agents/{agentId}/bindings/validate', {
          params: { path: { agentId } },
          body: binding,
        }),
      ),
    select: ({ data }) => data,
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 60_000,
    gcTime: 60_000,
  })

/** Saves new steps, or changed ones unless somebody else has changed them since they were seen. */
export const saveSteps =
  (agentId: string, seen: SeenBinding | undefined) => (binding: StepsBinding) => (api: Client) =>
    seen === undefined
      ? api.POST('/api/v1/agents/{agentId}/bindings', { params: { path: { agentId } }, body: binding })
      : api.PUT('/api/v1/agents/{agentId}/bindings/{skillId}', {
          params: { path: { agentId, skillId: seen.id } },
          headers: { 'if-match': `"${seen.revision}"` },
          body: binding,
        })

/** Tries steps that need not be saved. */
export const trySteps = (agentId: string) => (question: TryBinding) => (api: Client) =>
  api.POST('/api/v1/agents/{agentId}/bindings/try', { params: { path: { agentId } }, body: question })
