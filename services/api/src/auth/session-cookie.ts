import { PlatformError, Secret, toUrl } from '@bindery/model'
import type { BegunSession } from '@bindery/platform/kernel'
import { isLoopbackName } from '../http/host-check.ts'

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

/** A request, as far as it says which page sent it. */
export interface PageRequest {
  readonly method: string
  readonly headers: Headers
}

/**
 * The name of the cookie of a server that browsers reach at an address: over https the one that no other host and no plain
 * page can set. Undefined where a cookie would go over a network in the clear.
 */
export function sessionCookieName(publicUrl: string): string | undefined {
  const url = toUrl(publicUrl)
  if (url?.protocol === 'https:') return '__Host-bindery'
  return url !== undefined && isLoopbackName(url.host) ? 'bindery' : undefined
}

/** The header that makes a browser keep a session, or forget it. Throws `origin_not_allowed` where none can be kept. */
export function sessionCookie(session: BegunSession | 'ended', publicUrl: string): string {
  const name = requireCookieName(publicUrl)
  const [value, seconds] = session === 'ended' ? ['', 0] : [session.value.reveal(), session.lifetimeSeconds]
  const secure = name.startsWith('__Host-') ? '; Secure' : ''
  return `${name}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure}`
}

/** Throws `origin_not_allowed` where browsers reach the server in the clear. */
export function requireCookieName(publicUrl: string): string {
  const name = sessionCookieName(publicUrl)
  if (name !== undefined) return name
  throw new PlatformError(
    'origin_not_allowed',
    'A session needs https or a loopback address. Set BINDERY_PUBLIC_URL to the https address of this server.',
  )
}

/**
 * The value of the session's cookie; undefined for none. With two of one name nobody can say which this server set: another
 * server of the host may have set one. Throws `api_key_missing` for those.
 */
export function sessionIn({ headers }: PageRequest, publicUrl: string): Secret | undefined {
  const name = sessionCookieName(publicUrl)
  const header = headers['cookie']
  if (name === undefined || typeof header !== 'string') return undefined
  const values = header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
  if (values.length > 1)
    throw new PlatformError(
      'api_key_missing',
      `The browser sent two cookies "${name}", so neither counts. Delete the cookies of this host.`,
      { reason: 'two_session_cookies' },
    )
  const [value = ''] = values
  return value === '' ? undefined : new Secret(value)
}

/** Whether a page of this very server sent a request: a browser says so itself, and names the page for what changes things. */
export function isOfOwnPage({ method, headers }: PageRequest, publicUrl: string): boolean {
  if (headers['sec-fetch-site'] !== 'same-origin') return false
  if (method === 'GET' || method === 'HEAD') return true
  const { origin, host } = headers
  if (typeof origin !== 'string' || origin === 'null') return false
  if (origin === toUrl(publicUrl)?.origin) return true
  return typeof host === 'string' && isLoopbackName(host) && origin === `http://${host}`
}
