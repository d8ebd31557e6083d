import { type ErrorCode, errorTable, ProviderRefusal } from '@bindery/model'
import { basePath, type Route, statusOf } from './route.ts'
import { version } from '../version.ts'
import { SchemaComponents } from './schema-components.ts'

type Json = Record<string, unknown>

/** An OpenAPI 3.1 document. */
export interface ApiDescription {
  readonly openapi: '3.1.0'
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly servers: { url: string }[]
  readonly security: Record<string, string[]>[]
  readonly tags: { name: string }[]
  readonly paths: Record<string, Json>
  readonly components: { readonly securitySchemes: object; readonly schemas: Json }
}

/** The OpenAPI 3.1 description of the routes, made of the same schemas that check requests and shape answers. */
export function describeApi(routes: readonly Route[]): ApiDescription {
  const schemas = new SchemaComponents()
  schemas.collect(ProviderRefusal, 'output')
  for (const { documentation } of routes) {
    for (const sent of [documentation.subject, documentation.options, documentation.content])
      if (sent !== undefined) schemas.collect(sent, 'input')
    for (const answered of [documentation.output, documentation.meta])
      if (answered !== undefined) schemas.collect(answered, 'output')
  }
  const paths: Record<string, Json> = {}
  for (const route of routes) {
    const path = `${basePath}${route.path}`
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: describeRoute(route, schemas) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Bindery',
      version,
      description: 'Discover a provider, map its fields, publish skills, let agents call them.',
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }, { apiKey: [] }, { session: [] }],
    tags: [...new Set(routes.map((route) => route.documentation.tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        apiKey: { type: 'apiKey', in: 'header', name: 'X-Api-Key' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: '__Host-bindery',
          description: 'Of a page of this server, begun with POST /session; `bindery` over http on loopback.',
        },
      },
      schemas: {
        Problem: problemSchema(schemas.describe(ProviderRefusal, 'output')),
        ...schemas.components(),
      },
    },
  }
}

function describeRoute(route: Route, schemas: SchemaComponents): Json {
  const { documentation, scope } = route
  const { subject, options, content } = documentation
  return {
    operationId: operationIdOf(route),
    tags: [documentation.tag],
    summary: documentation.summary,
    ...(documentation.description === undefined ? {} : { description: documentation.description }),
    ...(scope === 'none' ? { security: [] } : {}),
    'x-required-scope': scope,
    'x-environment': route.environment,
    parameters: [
      ...describeParameters('path', subject === undefined ? undefined : schemas.describe(subject, 'input')),
      ...describeParameters('query', options === undefined ? undefined : schemas.describe(options, 'input')),
    ],
    ...describeBody(route, content === undefined ? undefined : schemas.describe(content, 'input')),
    responses: { ...describeSuccess(route, schemas), ...describeErrors(route) },
  }
}

/** What the description calls the operation of a route. */
export function operationIdOf(route: Pick<Route, 'method' | 'path'>): string {
  const words = route.path.split(/[/{}]+/).filter((word) => word !== '')
  return [route.method.toLowerCase(), ...words].join('_').replaceAll('-', '_')
}

function describeParameters(place: 'path' | 'query', schema: Json | undefined): readonly Json[] {
  const properties = schema?.['properties']
  if (typeof properties !== 'object' || properties === null) return []
  const required = Array.isArray(schema?.['required']) ? schema['required'] : []
  return Object.entries(properties).map(([name, property]: [string, unknown]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }))
}

function describeBody(route: Route, schema: Json | undefined): Json {
  if (route.documentation.form === 'upload') {
    return {
      requestBody: { required: true, content: { '*/*': { schema: { type: 'string', format: 'binary' } } } },
    }
  }
  if (schema === undefined) return {}
  const { example } = route.documentation
  return {
    requestBody: {
      content: { 'application/json': { schema, ...(example === undefined ? {} : { example }) } },
    },
  }
}

function describeSuccess({ documentation }: Route, schemas: SchemaComponents): Json {
  const status = String(statusOf(documentation.outcome))
  if (documentation.outcome === 'silent') return { [status]: { description: documentation.summary } }
  if (documentation.file !== undefined) {
    const content = { [documentation.file]: { schema: { type: 'string', format: 'binary' } } }
    return { [status]: { description: documentation.summary, content } }
  }
  const data = schemas.describe(documentation.output, 'output')
  const envelope = {
    type: 'object',
    required: ['success', 'data'],
    properties: {
      success: { const: true },
      data,
      message: { type: 'string' },
      warnings: { type: 'array', items: { type: 'object' } },
      ...(documentation.shape === 'list' ? { meta: metaSchema } : {}),
      ...(documentation.meta === undefined ? {} : { meta: schemas.describe(documentation.meta, 'output') }),
    },
  }
  const schema = documentation.shape === 'bare' ? data : envelope
  return {
    [status]: {
      description: documentation.summary,
      content: { 'application/json': { schema } },
    },
  }
}

/** Errors that every route may answer with, and those of its own. */
export const errorsOf = ({ documentation }: Route): readonly ErrorCode[] => [
  'validation_error',
  'api_key_invalid',
  'insufficient_scope',
  ...documentation.errors,
]

function describeErrors(route: Route): Json {
  const codes = errorsOf(route)
  const byStatus = new Map<number, string[]>()
  for (const code of codes) {
    const { status } = errorTable[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  return Object.fromEntries(
    [...byStatus].map(([status, names]) => [
      String(status),
      {
        description: names.join(', '),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  )
}

const metaSchema = {
  type: 'object',
  required: ['nextCursor', 'hasMore', 'limit'],
  properties: {
    nextCursor: { type: ['string', 'null'] },
    hasMore: { type: 'boolean' },
    limit: { type: 'integer' },
    total: {
      type: 'integer',
      description: 'How many there are on all pages. Absent above 10,000 and for logs.',
    },
  },
}

const problemSchema = (provider: Json) => ({
  type: 'object',
  description: 'The one error body. `code` is authoritative.',
  required: ['type', 'title', 'status', 'detail', 'instance', 'code', 'request_id'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string' },
    code: { type: 'string', enum: Object.keys(errorTable) },
    request_id: { type: 'string' },
    actor: {
      type: 'string',
      enum: [...new Set(Object.values(errorTable).map(({ actor }) => actor))].toSorted(),
      description: 'Who must act for the same request to succeed.',
    },
    upstreamStatus: { type: 'integer', description: 'What the provider answered with, where it did.' },
    retryable: { type: 'boolean', description: 'The same request may succeed later as it is.' },
    next: { type: 'string', description: 'What to do about it.' },
    remedy: {
      type: 'object',
      description:
        'What may remove its cause: a use case, what it is about, and the request that asks for it.',
      required: ['does', 'of'],
      properties: {
        does: { type: 'string' },
        of: { type: 'object', additionalProperties: { type: 'string' } },
        request: { type: 'string' },
      },
    },
    provider,
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'code', 'message'],
        properties: {
          field: { type: 'string' },
          path: { type: 'string' },
          code: { type: 'string' },
          severity: { type: 'string' },
          message: { type: 'string' },
          suggestions: { type: 'array', items: { type: 'string' } },
          fixes: { type: 'array', items: { type: 'object' } },
        },
      },
    },
  },
})
