import type { RenameGuess, SchemaDiff } from '@bindery/client'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { type Client, send } from './client.ts'

/** The catalogs of a provider that were discovered, newest first, at most 50. */
export const catalogVersionsQuery = (kind: string) =>
  queryOptions({
    queryKey: ['integrations', kind, 'versions'],
    queryFn: () =>
      send((api) => api.GET('/api/v1/integrations/{kind}/schema/versions', { params: { path: { kind } } })),
    select: ({ data }) => data,
  })

export type Impact = SchemaDiff['changes'][number]['impact']

/** Two catalogs, by their hashes or as environments, and what of their difference is wanted. */
export interface Compared {
  readonly from: string
  readonly to: string
  readonly impact: Impact | undefined
}

/** What differs between two catalogs, page by page. */
export const schemaDiffQuery = (kind: string, { from, to, impact }: Compared) =>
  infiniteQueryOptions({
    queryKey: ['integrations', kind, 'diff', from, to, impact ?? 'all'],
    queryFn: ({ pageParam }) =>
      send((api) =>
        api.GET('/api/v1/integrations/{kind}/schema/diff', {
          params: {
            path: { kind },
            query: {
              from,
              to,
              limit: '50',
              ...(impact !== undefined && { impact }),
              ...(pageParam !== '' && { cursor: pageParam }),
            },
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ meta }) => meta?.nextCursor ?? undefined,
  })

/** Says whether a guess is a rename; a repair never follows one that is none. */
export const decideRename =
  (kind: string) =>
  ({ fingerprint, decision }: { fingerprint: string; decision: NonNullable<RenameGuess['decision']> }) =>
  (api: Client) =>
    api.POST('/api/v1/integrations/{kind}/schema/renames', {
      params: { path: { kind } },
      body: { fingerprint, decision },
    })
