import { createServer, type IncomingMessage, type Server } from 'node:http'
import { text } from 'node:stream/consumers'
import { isDeepStrictEqual } from 'node:util'
import { isJsonObject, type Json, parseJson } from '@bindery/model'
import type { Exchange } from '@bindery/packs'

/** A request as it is compared. */
interface SeenRequest {
  readonly method: string
  /** Path and sorted query. */
  readonly target: string
  readonly body: Json | undefined
}

/** A provider that gives recorded answers to exactly the requests that were recorded, and 500 to any other. */
export class ReplayProvider {
  /** Every request, in the order in which they came. */
  readonly seen: SeenRequest[] = []
  readonly #calls: readonly RecordedCall[]
  readonly #server: Server
  address = ''

  constructor(exchanges: readonly (readonly [prefix: string, exchange: Exchange])[]) {
    this.#calls = exchanges.flatMap(([prefix, exchange]) => recordedCalls(prefix, exchange))
    this.#server = createServer((request, response) => {
      void readRequest(request).then((seen) => {
        const answer = this.#answer(seen)
        if (answer.body === null) return response.writeHead(answer.status).end()
        response.writeHead(answer.status, { 'content-type': 'application/json' })
        return response.end(JSON.stringify(answer.body))
      })
    })
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    const address = this.#server.address()
    this.address = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  }

  close(): void {
    this.#server.closeAllConnections()
    this.#server.close()
  }

  #answer(seen: SeenRequest): { readonly status: number; readonly body: Json } {
    this.seen.push(seen)
    const found = this.#calls.find(({ request }) => isDeepStrictEqual(seen, request))
    return found?.response ?? { status: 500, body: { error: 'Nobody recorded this request.' } }
  }
}

interface RecordedCall {
  readonly request: SeenRequest
  readonly response: Exchange['calls'][number]['response']
}

/** What an exchange sends, in its order, as a provider under a path sees it. */
export const recordedCalls = (prefix: string, { calls }: Exchange): readonly RecordedCall[] =>
  calls.map(({ request: { method, path, body }, response }) => ({
    request: {
      method,
      target: sortQuery(`${prefix}${path}`),
      body: typeof body === 'string' ? sortForm(body) : body,
    },
    response,
  }))

async function readRequest(request: IncomingMessage): Promise<SeenRequest> {
  const sent = await text(request)
  const type = request.headers['content-type'] ?? ''
  const body = type.includes('json') ? parseJson(sent) : sortForm(sent)
  return {
    method: request.method ?? '',
    target: sortQuery(request.url ?? ''),
    body: sent === '' ? undefined : body,
  }
}

function sortQuery(target: string): string {
  const url = new URL(target, 'http://provider')
  url.searchParams.sort()
  return `${url.pathname}?${url.searchParams.toString()}`
}

function sortForm(form: string): string {
  const members = new URLSearchParams(form)
  members.sort()
  return members.toString()
}

/** One description of several, each under the path of its pack, so that one mock holds requests to all of them. */
export function joinDescriptions(documents: readonly (readonly [pack: string, text: string])[]): Json {
  const joined = documents.map(([pack, document]) => {
    const own = document.replaceAll(/#\/components\/(\w+)\/([\w.-]+)/g, `#/components/$1/${pack}.$2`)
    const { paths, components, security } = objectOf(parseJson(own))
    return {
      paths: renameMembers(paths, (path) => `/${pack}${path}`),
      components: Object.entries(objectOf(components)).map(
        ([section, parts]) => [section, renameMembers(parts, (name) => `${pack}.${name}`)] as const,
      ),
      security,
    }
  })
  const components: Record<string, Record<string, Json>> = {}
  for (const [section, parts] of joined.flatMap((part) => part.components)) {
    components[section] = { ...components[section], ...parts }
  }
  const { securitySchemes: _schemes, ...rest } = components
  return {
    openapi: '3.0.3',
    info: { title: 'Providers', version: '1' },
    paths: Object.fromEntries(joined.flatMap(({ paths }) => Object.entries(paths))),
    components: rest,
  }
}

function renameMembers(value: Json | undefined, rename: (name: string) => string): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(objectOf(value)).flatMap(([name, member]): [string, Json][] =>
      member === undefined ? [] : [[rename(name), member]],
    ),
  )
}

const objectOf = (value: Json | undefined): { readonly [name: string]: Json | undefined } =>
  value !== undefined && isJsonObject(value) ? value : {}
