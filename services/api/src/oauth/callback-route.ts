import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { toPlatformError } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { type CallbackPage, callbackHeaders, connectedPage, failedPage } from './callback-page.ts'
import { finishFlow } from './finish-flow.ts'

const path = '/api/v1/oauth/callback'
const cookieName = 'bindery_oauth'

/**
 * Where browsers come back from providers: no key, the state is the right. Not for HEAD, which would spend a state, and
 * only at exactly this path.
 */
export function addOAuthCallback(app: FastifyInstance, services: Services): void {
  app.get(path, { exposeHeadRoute: false }, async (request, reply) => {
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

/** The cookie that a browser gets when it begins an authorization: for this path, and gone with the authorization. */
export function flowCookie(value: string, publicUrl: string): string {
  const secure = publicUrl.startsWith('https:') ? '; Secure' : ''
  return `${cookieName}=${value}; Path=${path}; Max-Age=600; HttpOnly; SameSite=Lax${secure}`
}

const expiredCookie = (): string => `${cookieName}=; Path=${path}; Max-Age=0; HttpOnly; SameSite=Lax`

function readCookie(header: string | undefined): string | undefined {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim().split('='))
  return pairs.find(([name]) => name === cookieName)?.[1]
}
