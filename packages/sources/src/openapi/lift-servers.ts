import { withoutTrailing, toUrl } from '@bindery/model'
import type { IssueLog } from '../json-schema/issue-log.ts'
import type { OperationHead, Server } from './normal-form.ts'
import type { Obstacle } from './obstacle.ts'

/** Base URLs that a document proposes, as advice; user names in them are dropped, internal ones are flagged. */
export function liftServers(servers: readonly Server[], log: IssueLog): readonly string[] {
  const urls = servers.map((server) => cleanServer(server, log))
  return [...new Set(urls.filter((url) => url !== ''))].slice(0, 50)
}

/**
 * What an operation's own servers mean for it. Calls always go to the base URL of the connection, so an operation that
 * its document places at another origin or base path is limited.
 */
export function serverObstacle(
  head: Pick<OperationHead, 'method' | 'path'>,
  own: readonly Server[] | undefined,
  shared: readonly string[],
): Obstacle | undefined {
  const [first] = own ?? []
  if (own === undefined || first === undefined || shared.length === 0) return undefined
  const bases = new Set(shared.map(baseOf))
  if (own.some((server) => bases.has(baseOf(stripUser(server.url))))) return undefined
  const origins = new Set(shared.map(originOf))
  const isOtherOrigin = !own.some((server) => origins.has(originOf(stripUser(server.url))))
  return {
    weight: 'limit',
    reason: {
      code: isOtherOrigin ? 'server_origin_differs' : 'server_path_differs',
      message: isOtherOrigin
        ? `The document places ${head.method} ${clip(head.path)} at another origin; calls go to the base URL of the connection only.`
        : `The document places ${head.method} ${clip(head.path)} under another base path; calls go to the base URL of the connection only.`,
      pointer: first.pointer,
    },
  }
}

export const stripUser = (url: string): string => url.replace(/^([a-z][a-z0-9+.-]*:)?\/\/[^/?#]*@/i, '$1//')

function cleanServer(server: Server, log: IssueLog): string {
  const url = stripUser(server.url).trim().toWellFormed()
  if (url !== server.url.trim()) {
    log.report({
      code: 'server_userinfo',
      severity: 'warning',
      message: 'A server URL holds a user name or password; it was dropped.',
      pointer: server.pointer,
    })
  }
  if (isInternal(url)) {
    log.report({
      code: 'server_internal',
      severity: 'warning',
      message: 'A server URL points into a private network; the base URL comes from the connection.',
      pointer: server.pointer,
    })
  }
  return url
}

/** Names and literals that mean this machine or a private network. Advice: the egress guard decides at connect time. */
function isInternal(url: string): boolean {
  const host = hostOf(url)
  if (host === undefined) return false
  if (host === 'localhost' || /\.(?:localhost|local|internal|lan|home|corp)$/.test(host)) return true
  if (/^\[(?:::1?|f[cde][0-9a-f]{2}:.*|::ffff:.*)\]$/.test(host)) return true
  const octets = /^(\d+)\.(\d+)\.\d+\.\d+$/.exec(host)
  if (octets === null) return false
  const [a, b] = [Number(octets[1]), Number(octets[2])]
  if (a === 0 || a === 10 || a === 127 || (a === 169 && b === 254) || (a === 192 && b === 168)) return true
  return (a === 172 && b >= 16 && b <= 31) || (a === 100 && b >= 64 && b <= 127)
}

function hostOf(url: string): string | undefined {
  const absolute = url.startsWith('//') ? `https:${url}` : url
  return toUrl(absolute)?.hostname.toLowerCase()
}

function originOf(url: string): string {
  const absolute = url.startsWith('//') ? `https:${url}` : url
  return toUrl(absolute)?.host.toLowerCase() ?? ''
}

const baseOf = (url: string): string => {
  const origin = originOf(url)
  const path = origin === '' ? url : url.replace(/^(?:[a-z][a-z0-9+.-]*:)?\/\/[^/?#]*/i, '')
  return `${origin}${withoutTrailing(path, '/')}`
}

const clip = (text: string): string => text.slice(0, 120).toWellFormed()
