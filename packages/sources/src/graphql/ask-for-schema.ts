import {
  type Connection,
  type HttpResponse,
  isJsonArray,
  isJsonObject,
  type Json,
  parseJson,
  PlatformError,
} from '@bindery/model'
import { introspectionQueries } from './introspection-queries.ts'
import { type SchemaText, unwrapJson } from './unwrap-document.ts'

const maxResponseBytes = 96 * 1024 * 1024

/**
 * Asks an endpoint for its schema, with less each time it refuses. Throws `upstream_error` when it wants other
 * credentials, `document_unreadable` with reason `introspection_refused` when it answers none of the queries.
 */
export async function askForSchema(connection: Connection, signal: AbortSignal): Promise<SchemaText> {
  for (const query of introspectionQueries) {
    signal.throwIfAborted()
    const response = await send(connection, query, signal)
    checkAccess(response)
    const answer = readJson(response)
    if (answer !== undefined && hasSchema(answer)) return unwrapJson(answer, 'endpoint')
  }
  throw new PlatformError(
    'document_unreadable',
    'The server refuses introspection. Upload its schema as SDL or as the JSON of an introspection.',
    { reason: 'introspection_refused' },
  )
}

function send(connection: Connection, query: string, signal: AbortSignal): Promise<HttpResponse> {
  const body = JSON.stringify({ query, operationName: 'IntrospectionQuery' })
  return connection.fetch(
    {
      method: 'POST',
      path: '',
      query: '',
      headers: [['accept', 'application/graphql-response+json, application/json;q=0.9']],
      body: { contentType: 'application/json', bytes: new TextEncoder().encode(body) },
      effect: 'read',
      isSafe: true,
      maxResponseBytes,
    },
    signal,
  )
}

function checkAccess({ status }: HttpResponse): void {
  if (status !== 401 && status !== 403) return
  throw new PlatformError(
    'upstream_error',
    `The endpoint answered with status ${status}: connect with other credentials.`,
    {
      upstreamStatus: status,
    },
  )
}

function readJson(response: HttpResponse): Json | undefined {
  try {
    return parseJson(new TextDecoder().decode(response.body))
  } catch {
    return undefined
  }
}

/** A server may answer with errors and still give the schema. */
function hasSchema(answer: Json): boolean {
  const data = isJsonObject(answer) ? answer['data'] : undefined
  const schema = isJsonObject(data) ? data['__schema'] : undefined
  return isJsonObject(schema) && isJsonArray(schema['types'])
}
