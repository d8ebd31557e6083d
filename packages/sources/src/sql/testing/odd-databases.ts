import { type Connection, PlatformError, type SqlRows } from '@bindery/model'

const connectionTo = (database: Connection['database']): Connection => ({
  environment: 'development',
  fetch: () => Promise.reject(new PlatformError('egress_blocked', 'This connection has no HTTP.')),
  documents: () => Promise.resolve([]),
  database,
})

/** A server that answers everything with the same rows. */
export const answering = (rows: SqlRows['rows']): Connection =>
  connectionTo(() => Promise.resolve({ columns: [], rows, affected: 0 }))

export const refusing = (): Connection =>
  connectionTo(() =>
    Promise.reject(new PlatformError('upstream_error', 'The database refused the statement.')),
  )
