import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Services } from '../services.ts'
import { type CallbackPage, callbackHeaders, connectedPage, failedPage } from './callback-page.ts'
import { toPlatformError } from '@bindery/platform/kernel'
import { finishFlow } from '@bindery/platform/credentials'
import { callbackPath, flowCookieName } from './flow-cookie.ts'

/**
 * Where browsers come back from providers: no key, the state is the right. Not for HEAD, which would spend a state, and
 * only at exactly this path.
 */
export function addOAuthCallback(app: FastifyInstance, services: Services): void {
  app.get(callbackPath, { exposeHeadRoute: false }, async (request, reply) => {
    const { status, html } = await answer(services, request, reply)
    return reply.code(status).headers(callbackHeaders).header('set-cookie', expiredCookie()).send(html)
  })
}

async function answer(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<CallbackPage> {
  const gone = new AbortController()
  reply.raw.once('close', () => gone.abort())
  const query = new URLSearchParams(request.url.split('?').slice(1).join('?'))
  const cookie = readCookie(request.headers.cookie)
  try {
    return connectedPage(await finishFlow(services, { query, cookie, signal: gone.signal }))
  } catch (error) {
    const known = toPlatformError(error)
    // The address holds a code, so of a failure nothing but its kind is written down.
    request.log.warn({ code: known.code, reason: known.details.reason }, 'an authorization came to nothing')
    return failedPage(known)
  }
}

const expiredCookie = (): string =>
  `${flowCookieName}=; Path=${callbackPath}; Max-Age=0; HttpOnly; SameSite=Lax`

function readCookie(header: string | undefined): string | undefined {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim().split('='))
  return pairs.find(([name]) => name === flowCookieName)?.[1]
}
