import type { Readable } from 'node:stream'
import { type ErrorCode, PlatformError } from '@bindery/model'
import { z } from 'zod'
import type { Principal } from '../auth/principal.ts'
import type { Scope } from './scopes.ts'
import { toValidationError } from './validation-error.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** A request as it arrived, before any part of it is believed. */
export interface RawRequest {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** The unread body, for routes that stream it. */
  readonly stream: Readable
  readonly principal: Principal | undefined
  readonly requestId: string
  /** Aborts when the caller goes away. */
  readonly signal: AbortSignal
}

export interface Reply {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly content:
    | { readonly kind: 'json'; readonly body: unknown }
    | { readonly kind: 'stream'; readonly contentType: string; readonly stream: Readable }
    | { readonly kind: 'empty' }
}

/** One route with its types closed over: handler, checks, scope and documentation in one value. */
export interface Route {
  readonly method: Method
  /** Below the base path, in OpenAPI's form: `/integrations/{kind}`. */
  readonly path: string
  readonly scope: Scope
  readonly documentation: RouteDocumentation
  handle(request: RawRequest): Promise<Reply>
}

export interface RouteDocumentation {
  readonly tag: string
  readonly summary: string
  readonly description?: string
  readonly status: number
  readonly params: z.ZodType | undefined
  readonly query: z.ZodType | undefined
  readonly body: z.ZodType | undefined
  readonly data: z.ZodType
  readonly shape: 'one' | 'list' | 'bare' | 'stream'
  /** `document` allows a body as large as a source document; `streamed` leaves it unread. */
  readonly rawBody: 'parsed' | 'document' | 'streamed'
  readonly errors: readonly ErrorCode[]
}

/** Schemas for the parts of a request that a route reads: `params`, `query`, `body`. */
export type InputShape = Readonly<Record<string, z.ZodType>>

export interface RouteContext {
  readonly principal: Principal
  readonly raw: RawRequest
}

/** What a handler gives back. `data` goes through the route's schema, which drops what it does not declare. */
export interface Answer<Data> {
  readonly data: Data
  readonly status?: number
  readonly message?: string
  readonly warnings?: readonly unknown[]
  readonly meta?: ListMeta
  readonly headers?: Readonly<Record<string, string>>
}

/** An answer that is no JSON: a stream of events. */
export interface WholeReply {
  readonly reply: Reply
}

export interface ListMeta {
  readonly nextCursor: string | null
  readonly hasMore: boolean
  readonly limit: number
  readonly total?: number
}

export interface RouteDefinition<Shape extends InputShape, Data extends z.ZodType> {
  readonly method: Method
  readonly path: string
  readonly scope: Scope
  readonly tag: string
  readonly summary: string
  readonly description?: string
  readonly input: Shape
  readonly data: Data
  readonly status?: number
  readonly shape?: RouteDocumentation['shape']
  readonly rawBody?: RouteDocumentation['rawBody']
  readonly errors?: readonly ErrorCode[]
  handle(
    request: z.output<z.ZodObject<Shape>>,
    context: RouteContext,
  ): Promise<Answer<z.input<Data>> | WholeReply>
}

/** Makes a route of its definition; the handler sees parsed values only. */
export function route<Shape extends InputShape, Data extends z.ZodType>(
  definition: RouteDefinition<Shape, Data>,
): Route {
  const documentation = documentRoute(definition)
  const input = z.object(definition.input)
  return {
    method: definition.method,
    path: definition.path,
    scope: definition.scope,
    documentation,
    async handle(raw) {
      const { principal } = raw
      if (principal === undefined) throw new PlatformError('api_key_missing', 'Send an API key.')
      const parsed = input.safeParse({ params: raw.params, query: raw.query, body: raw.body ?? undefined })
      if (!parsed.success) throw toValidationError(parsed.error.issues)
      const answer = await definition.handle(parsed.data, { principal, raw })
      return 'reply' in answer ? answer.reply : toReply(answer, documentation)
    },
  }
}

function documentRoute<Shape extends InputShape, Data extends z.ZodType>(
  definition: RouteDefinition<Shape, Data>,
): RouteDocumentation {
  return {
    tag: definition.tag,
    summary: definition.summary,
    ...(definition.description === undefined ? {} : { description: definition.description }),
    status: definition.status ?? 200,
    params: definition.input['params'],
    query: definition.input['query'],
    body: definition.input['body'],
    data: definition.data,
    shape: definition.shape ?? 'one',
    rawBody: definition.rawBody ?? 'parsed',
    errors: definition.errors ?? [],
  }
}

function toReply<Data>(answer: Answer<Data>, documentation: RouteDocumentation): Reply {
  const status = answer.status ?? documentation.status
  const headers = answer.headers ?? {}
  const data: unknown = documentation.data.parse(answer.data)
  if (documentation.shape === 'bare') return { status, headers, content: { kind: 'json', body: data } }
  const body = {
    success: true,
    data,
    ...(answer.message === undefined ? {} : { message: answer.message }),
    ...(answer.warnings === undefined || answer.warnings.length === 0 ? {} : { warnings: answer.warnings }),
    ...(answer.meta === undefined ? {} : { meta: answer.meta }),
  }
  return { status, headers, content: { kind: 'json', body } }
}
