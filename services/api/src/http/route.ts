import type { Readable } from 'node:stream'
import type { Answer, Flow, Outcome, UseCase } from '@bindery/platform/kernel'
import { sessionCookie } from '../auth/session-cookie.ts'
import { flowCookie } from '../oauth/flow-cookie.ts'
import { askingOf } from './asking.ts'
import type { RawRequest } from './raw-request.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export const basePath = '/api/v1'

export interface Reply {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly content:
    | { readonly kind: 'json'; readonly body: unknown }
    | { readonly kind: 'stream'; readonly contentType: string; readonly stream: Readable }
    | { readonly kind: 'empty' }
}

/** A use case at an address. */
export interface Mounted<Services> {
  readonly method: Method
  /** Below the base path, in OpenAPI's form: `/integrations/{kind}`. */
  readonly path: string
  readonly useCase: UseCase<Services>
}

export const route = <Services>(
  method: Method,
  path: string,
  useCase: UseCase<Services>,
): Mounted<Services> => ({ method, path, useCase })

/** A route that can be asked. */
export interface Route extends Pick<Mounted<never>, 'method' | 'path'> {
  readonly scope: UseCase<never>['scope']
  readonly environment: UseCase<never>['environment']
  readonly audit: UseCase<never>['audit']
  readonly documentation: UseCase<never>['documentation']
  /** Throws `insufficient_scope` for a key of another environment; asked before anything else is done. */
  admit(request: RawRequest): Promise<void>
  handle(request: RawRequest): Promise<Reply>
}

interface FaceServices {
  readonly publicUrl: () => string
  readonly logger: { error(details: object, message: string): void }
}

/** Gives a route what its use case needs. */
export function openRoute<Services>(
  { method, path, useCase }: Mounted<Services>,
  services: Services & FaceServices,
): Route {
  const { scope, environment, audit, documentation } = useCase
  return {
    method,
    path,
    scope,
    environment,
    audit,
    documentation,
    admit: (raw) => useCase.admit(askedOf(raw), askingOf(raw).principal, services),
    async handle(raw) {
      const { requestId } = raw
      const missing = (entries: readonly string[]): void =>
        services.logger.error({ requestId, entries }, `${method} ${path} left no entry in the audit log`)
      const answer = await useCase.run(askedOf(raw), { ...askingOf(raw), missing }, services)
      return 'data' in answer
        ? toReply(answer, { documentation, publicUrl: services.publicUrl })
        : toFlow(answer)
    },
  }
}

const askedOf = ({ params, query, body }: RawRequest) => ({ subject: params, options: query, content: body })

const statuses: Readonly<Record<Outcome, number>> = { done: 200, created: 201, accepted: 202, silent: 204 }

export const statusOf = (outcome: Outcome): number => statuses[outcome]

interface Face {
  readonly documentation: UseCase<never>['documentation']
  readonly publicUrl: () => string
}

function toReply(answer: Answer<unknown>, { documentation, publicUrl }: Face): Reply {
  const { data, message, warnings, meta } = answer
  const status = statusOf(answer.outcome ?? documentation.outcome)
  const headers = {
    ...(documentation.reveals === 'nothing' ? {} : { 'cache-control': 'no-store' }),
    ...headersOf(answer, publicUrl),
  }
  if (status === 204) return { status, headers, content: { kind: 'empty' } }
  if (documentation.shape === 'bare') return { status, headers, content: { kind: 'json', body: data } }
  const body = {
    success: true,
    data,
    ...(message === undefined ? {} : { message }),
    ...(warnings === undefined || warnings.length === 0 ? {} : { warnings }),
    ...(meta === undefined ? {} : { meta }),
  }
  return { status, headers, content: { kind: 'json', body } }
}

function headersOf(
  { revision, location, browserSecret, session }: Answer<unknown>,
  publicUrl: () => string,
): Readonly<Record<string, string>> {
  return {
    ...(revision === undefined ? {} : { etag: `"${revision}"` }),
    ...(location === undefined ? {} : { location: `${basePath}${location}` }),
    ...(browserSecret === undefined ? {} : { 'set-cookie': flowCookie(browserSecret.reveal(), publicUrl()) }),
    ...(session === undefined
      ? {}
      : { 'set-cookie': sessionCookie(session, publicUrl()), 'cache-control': 'no-store' }),
  }
}

function toFlow(flow: Flow): Reply {
  if ('events' in flow) {
    const contentType = 'text/event-stream; charset=utf-8'
    const headers = { 'cache-control': 'no-store' }
    return { status: 200, headers, content: { kind: 'stream', contentType, stream: flow.events } }
  }
  if ('file' in flow) {
    const headers = {
      'cache-control': 'no-store',
      'content-disposition': `attachment; filename="${flow.name}"`,
    }
    return {
      status: 200,
      headers,
      content: { kind: 'stream', contentType: flow.mediaType, stream: flow.file },
    }
  }
  const tag = 'unchanged' in flow ? flow.unchanged : flow.tag
  // Weak: it comes compressed or not, as whoever asks can read it.
  const headers = { etag: `W/"${tag}"`, 'cache-control': 'private, no-cache' }
  if ('unchanged' in flow) return { status: 304, headers, content: { kind: 'empty' } }
  return {
    status: 200,
    headers,
    content: { kind: 'stream', contentType: flow.mediaType, stream: flow.stream },
  }
}
