import type { Connection, Json } from '@bindery/model'

/** What an executor did with its connection. */
export interface SendLog {
  /** Requests and statements that were handed to the connection. */
  attempts: number
  /** The first of them without values of its headers or body: `{method, path}` or `{statement}`. */
  first: Json | undefined
}

/** A connection that notes what goes through it, so that a run knows whether anything can have left. */
export function watchConnection(connection: Connection, log: SendLog): Connection {
  const note = (request: Json): void => {
    log.attempts += 1
    log.first ??= request
  }
  return {
    environment: connection.environment,
    fetch: (request, signal) => {
      note({ method: request.method, path: request.path })
      return connection.fetch(request, signal)
    },
    database: (statement, signal) => {
      note({ statement: statement.text })
      return connection.database(statement, signal)
    },
    documents: (signal) => connection.documents(signal),
  }
}
