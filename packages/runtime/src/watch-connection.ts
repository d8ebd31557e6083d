import { type Connection, type Effect, isWrite, type Json } from '@bindery/model'

/** What an executor did with its connection. */
export interface SendLog {
  /** Requests and statements that were handed to the connection. */
  attempts: number
  /** Those of them that may have changed something; the others ask how the provider is spoken to. */
  writes: number
  /** The first of them, or the first write when there is one, without values of its headers or body: `{method, path}` or `{statement}`. */
  first: Json | undefined
}

/** A connection that notes what goes through it, so that a run knows whether anything can have left. */
export function watchConnection(connection: Connection, log: SendLog): Connection {
  const note = (request: Json, effect: Effect): void => {
    log.attempts += 1
    if (!isWrite(effect)) log.first ??= request
    else if (log.writes++ === 0) log.first = request
  }
  return {
    // What it declares goes along, whatever it is.
    ...connection,
    fetch: (request, signal) => {
      note({ method: request.method, path: request.path }, request.effect)
      return connection.fetch(request, signal)
    },
    database: (statement, signal) => {
      note({ statement: statement.text }, statement.effect)
      return connection.database(statement, signal)
    },
    documents: (signal) => connection.documents(signal),
  }
}
