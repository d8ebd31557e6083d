import type { auditActions } from '@bindery/client'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { type Client, send } from './client.ts'

export type AuditAction = (typeof auditActions)[number]

/** What the log is narrowed to. */
export interface AuditFilter {
  readonly actor?: string
  readonly action?: AuditAction
  readonly subject?: string
  /** At this time or later, and before that one. */
  readonly from?: string
  readonly to?: string
}

const pageSize = 100

/** The audit log, newest first, page by page. */
export const auditQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam }) =>
      send((api) =>
        api.GET('/api/v1/audit', {
          params: {
            query: { ...filter, limit: String(pageSize), ...(pageParam !== '' && { before: pageParam }) },
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ data }) =>
      data.length < pageSize ? undefined : String(data.at(-1)?.sequence ?? ''),
  })

/** All entries that fit, as a table of text. */
export const auditTable = (filter: AuditFilter) => (api: Client) =>
  api.GET('/api/v1/audit', {
    params: { query: filter },
    headers: { accept: 'text/csv' },
    parseAs: 'blob',
  })

/** Whether every entry is as it was written. */
export const auditVerdictQuery = queryOptions({
  queryKey: ['audit-verdict'],
  queryFn: () => send((api) => api.GET('/api/v1/audit/verify')),
  select: ({ data }) => data,
})
