import { errorTable } from '@bindery/model'
import { z } from 'zod'
import { basePath } from './server.ts'
import type { Route } from './route.ts'

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
  const schemas: Json = { Problem: problemSchema }
  const paths: Record<string, Json> = {}
  for (const route of routes) {
    const path = `${basePath}${route.path}`
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: describeRoute(route, schemas) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Bindery',
      version: '0.1.0',
      description: 'Discover a provider, map its fields, publish skills, let agents call them.',
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }, { apiKey: [] }],
    tags: [...new Set(routes.map((route) => route.documentation.tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        apiKey: { type: 'apiKey', in: 'header', name: 'X-Api-Key' },
      },
      schemas: sortMembers(schemas),
    },
  }
}

function describeRoute(route: Route, schemas: Json): Json {
  const { documentation, scope } = route
  const { params, query, body } = documentation
  return {
    operationId: operationIdOf(route),
    tags: [documentation.tag],
    summary: documentation.summary,
    ...(documentation.description === undefined ? {} : { description: documentation.description }),
    'x-required-scope': scope,
    parameters: [
      ...describeParameters('path', params === undefined ? undefined : toSchema(params, schemas, 'input')),
      ...describeParameters('query', query === undefined ? undefined : toSchema(query, schemas, 'input')),
    ],
    ...describeBody(route, body === undefined ? undefined : toSchema(body, schemas, 'input')),
    responses: { ...describeSuccess(route, schemas), ...describeErrors(route) },
  }
}

function operationIdOf(route: Route): string {
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
  if (route.documentation.rawBody === 'streamed') {
    return {
      requestBody: { required: true, content: { '*/*': { schema: { type: 'string', format: 'binary' } } } },
    }
  }
  if (schema === undefined) return {}
  return { requestBody: { content: { 'application/json': { schema } } } }
}

function describeSuccess({ documentation }: Route, schemas: Json): Json {
  const data = toSchema(documentation.data, schemas, 'output')
  const envelope = {
    type: 'object',
    required: ['success', 'data'],
    properties: {
      success: { const: true },
      data,
      message: { type: 'string' },
      warnings: { type: 'array', items: { type: 'object' } },
      ...(documentation.shape === 'list' ? { meta: metaSchema } : {}),
    },
  }
  const schema = documentation.shape === 'bare' ? data : envelope
  return {
    [String(documentation.status)]: {
      description: documentation.summary,
      content: { 'application/json': { schema } },
    },
  }
}

function describeErrors({ documentation }: Route): Json {
  const codes = [
    'validation_error',
    'api_key_invalid',
    'insufficient_scope',
    ...documentation.errors,
  ] as const
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

/** JSON Schema of a zod schema; schemas with an id go to the components and are referred to. */
function toSchema(schema: z.ZodType, schemas: Json, io: 'input' | 'output'): Json {
  const json: Json = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
    reused: 'inline',
  })
  const { $schema: _dialect, $defs: definitions, ...rest } = json
  for (const [name, definition] of Object.entries(toRecord(definitions))) {
    schemas[name] = relocate(definition)
  }
  return toRecord(relocate(rest))
}

/** References into a schema's own definitions become references to the components. */
function relocate(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(relocate)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
    .filter(([name]) => name !== 'id' || !('type' in value))
    .map(([name, member]: [string, unknown]) => {
      if (name === '$ref' && typeof member === 'string')
        return [name, member.replace('#/$defs/', '#/components/schemas/')]
      return [name, relocate(member)]
    })
  return Object.fromEntries(entries)
}

const metaSchema = {
  type: 'object',
  required: ['nextCursor', 'hasMore', 'limit'],
  properties: {
    nextCursor: { type: ['string', 'null'] },
    hasMore: { type: 'boolean' },
    limit: { type: 'integer' },
    total: { type: 'integer' },
  },
}

const problemSchema = {
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
}

function toRecord(value: unknown): Json {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}
}

const sortMembers = (value: Json): Json =>
  Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
