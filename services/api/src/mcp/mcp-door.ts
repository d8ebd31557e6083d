import { PlatformError } from '@bindery/model'
import { toNodeHandler } from '@modelcontextprotocol/node'
import {
  createMcpHandler,
  localhostAllowedHostnames,
  type McpServerFactory,
  validateHostHeader,
  validateOriginHeader,
} from '@modelcontextprotocol/server'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import type { Services } from '../services.ts'

export type DoorConfig = Pick<Config, 'host' | 'mcpHosts'>

/** Lets a server of the protocol answer a request, with the headers that every answer of ours has. */
export async function handOver(
  factory: McpServerFactory,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const onerror = (error: Error): void => request.log.warn({ err: error }, 'MCP request refused')
  const handler = createMcpHandler(factory, { onerror })
  reply.hijack()
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) reply.raw.setHeader(name, value)
  }
  const { method, url, headers, raw } = request
  const incoming = { method, url, headers, [Symbol.asyncIterator]: () => raw[Symbol.asyncIterator]() }
  await toNodeHandler(handler, { onerror })(incoming, reply.raw, request.body)
}

/** A client that sends no key is told how to, in the header that clients look at. */
export async function authenticate(services: Services, request: FastifyRequest, reply: FastifyReply) {
  try {
    return await services.authenticator.authenticate(request.headers)
  } catch (error) {
    if (error instanceof PlatformError && error.status === 401) reply.header('www-authenticate', 'Bearer')
    throw error
  }
}

/** A page of another site may not use a browser's way to this server, nor may a name that was made to point here. */
export function checkCaller(request: FastifyRequest, { host, mcpHosts }: DoorConfig): void {
  const loopback = localhostAllowedHostnames()
  const allowed = [...loopback, ...mcpHosts]
  const isKnown = loopback.includes(host) || mcpHosts.length > 0
  if (isKnown && !validateHostHeader(request.headers.host, allowed).ok)
    throw refused('Host', 'Use 127.0.0.1 or localhost, or set BINDERY_MCP_HOSTS.')
  if (!validateOriginHeader(request.headers.origin, allowed).ok)
    throw refused('Origin', 'Pages of other sites are refused; BINDERY_MCP_HOSTS lists those that are not.')
}

function refused(header: string, what: string): PlatformError {
  return new PlatformError(
    'origin_not_allowed',
    `The ${header} header names a host that this endpoint does not serve. ${what}`,
  )
}
