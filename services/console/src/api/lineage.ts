import { queryOptions } from '@tanstack/react-query'
import { send } from './client.ts'

/** What is asked about: a field, all fields of an object, or an operation. */
export type Traced = { readonly object: string; readonly field?: string } | { readonly operation: string }

/** Who uses something of a catalog: every skill of every agent, in its draft and published. */
export const lineageQuery = (kind: string, about: Traced) =>
  queryOptions({
    queryKey: ['integrations', kind, 'lineage', about],
    queryFn: () =>
      send((api) =>
        api.GET('/api/v1/integrations/{kind}/lineage', { params: { path: { kind }, query: about } }),
      ),
    select: ({ data }) => data,
  })
