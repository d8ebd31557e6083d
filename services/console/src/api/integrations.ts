import { queryOptions } from '@tanstack/react-query'
import { send } from './client.ts'

/** The integrations of the organisation, at most 500. */
export const integrationsQuery = queryOptions({
  queryKey: ['integrations'],
  queryFn: () => send((api) => api.GET('/api/v1/integrations', { params: { query: { limit: '500' } } })),
})

export const integrationQuery = (kind: string) =>
  queryOptions({
    queryKey: ['integrations', kind],
    queryFn: () => send((api) => api.GET('/api/v1/integrations/{kind}', { params: { path: { kind } } })),
    select: ({ data }) => data,
  })

/** Every provider that a pack knows, connected or not. */
export const providersQuery = queryOptions({
  queryKey: ['integrations', 'catalog'],
  queryFn: () => send((api) => api.GET('/api/v1/integrations/catalog')),
  select: ({ data }) => data,
})

/** The last 20 discoveries, newest first. */
export const discoveriesQuery = (kind: string) =>
  queryOptions({
    queryKey: ['integrations', kind, 'discoveries'],
    queryFn: () =>
      send((api) => api.GET('/api/v1/integrations/{kind}/discover', { params: { path: { kind } } })),
    select: ({ data }) => data,
  })

/** Ways to sign in at a provider, with what a form has to ask for. */
export const authMethodsQuery = queryOptions({
  queryKey: ['auth-methods'],
  queryFn: () => send((api) => api.GET('/api/v1/auth-methods')),
  select: ({ data }) => data,
  staleTime: Infinity,
})
