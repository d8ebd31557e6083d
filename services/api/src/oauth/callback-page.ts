import { toPlatformError } from '@bindery/platform/kernel'
import type { FinishedFlow } from '@bindery/platform/credentials'

/** A small page for the person whose browser came back. Loads nothing, holds no secret, is not kept. */
export interface CallbackPage {
  readonly status: number
  readonly html: string
}

export const callbackHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
} as const

export function connectedPage({ kind, environment, accountLabel }: FinishedFlow): CallbackPage {
  const account = accountLabel === undefined ? '' : ` as <strong>${escape(accountLabel)}</strong>`
  const text = `<strong>${escape(kind)}</strong> (${escape(environment)}) is connected${account}. You can close this window, or <a href="/providers/${encodeURIComponent(kind)}">go on to ${escape(kind)}</a>.`
  return { status: 200, html: page('Connected', text) }
}

export function failedPage(error: unknown): CallbackPage {
  const known = toPlatformError(error)
  const text = `${escape(known.message)} <code>${escape(known.code)}</code>`
  return { status: known.status, html: page('Not connected', text) }
}

const page = (title: string, text: string): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${title} - Bindery</title></head>
<body><main><h1>${title}</h1><p>${text}</p></main></body>
</html>
`

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (mark) => entities[mark] ?? mark)
