import type { Scoping } from '@bindery/client'
import { queryOptions } from '@tanstack/react-query'
import { type Client, send } from './client.ts'

/** A catalog changes by discovering and by what operators say of it, both of which load it anew. */
const staleTime = 60_000

/** All operations and objects of a provider as columns: searched in the browser. */
export const indexQuery = (kind: string) =>
  queryOptions({
    queryKey: ['integrations', kind, 'index'],
    queryFn: () =>
      send((api) => api.GET('/api/v1/integrations/{kind}/index', { params: { path: { kind } } })),
    select: ({ data }) => data,
    staleTime,
  })

export const operationQuery = (kind: string, operation: string) =>
  queryOptions({
    queryKey: ['integrations', kind, 'operations', operation],
    queryFn: () =>
      send((api) =>
        api.GET('/api/v1/integrations/{kind}/operations/{operation}', {
          params: { path: { kind, operation } },
        }),
      ),
    select: ({ data }) => data,
    staleTime,
  })

export const objectQuery = (kind: string, object: string) =>
  queryOptions({
    queryKey: ['integrations', kind, 'objects', object],
    queryFn: () =>
      send((api) =>
        api.GET('/api/v1/integrations/{kind}/objects/{object}', { params: { path: { kind, object } } }),
      ),
    select: ({ data }) => data,
    staleTime,
  })

/** What discovery dropped, cut or guessed: a page of at most 100, and how many there are. */
export const notesQuery = (kind: string) =>
  queryOptions({
    queryKey: ['integrations', kind, 'issues'],
    queryFn: () =>
      send((api) =>
        api.GET('/api/v1/integrations/{kind}/issues', {
          params: { path: { kind }, query: { limit: '100' } },
        }),
      ),
    staleTime,
  })

/** What of a provider nobody here may see. */
export const scopingQuery = (kind: string) =>
  queryOptions({
    queryKey: ['integrations', kind, 'scoping'],
    queryFn: () =>
      send((api) => api.GET('/api/v1/integrations/{kind}/scoping', { params: { path: { kind } } })),
    select: ({ data }) => data,
  })

/** Replaces both lists. */
export const setScoping = (kind: string, scoping: Scoping) => (api: Client) =>
  api.PATCH('/api/v1/integrations/{kind}/scoping', { params: { path: { kind } }, body: scoping })

/** What is around an object, up to so many steps away: at most 150 objects, with what was cut. */
export const relationsQuery = (kind: string, focus: string, steps: string) =>
  queryOptions({
    queryKey: ['integrations', kind, 'relations', focus, steps],
    queryFn: () =>
      send((api) =>
        api.GET('/api/v1/integrations/{kind}/relations', {
          params: { path: { kind }, query: { focus, steps } },
        }),
      ),
    select: ({ data }) => data,
    staleTime,
  })

/** The slice of the description that something was read from. */
export const sourceQuery = (kind: string, pointer: string) =>
  queryOptions({
    queryKey: ['integrations', kind, 'source', pointer],
    queryFn: () =>
      send((api) =>
        api.GET('/api/v1/integrations/{kind}/source', { params: { path: { kind }, query: { pointer } } }),
      ),
    select: ({ data }) => data,
    staleTime,
  })
