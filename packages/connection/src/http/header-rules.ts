import { PlatformError } from '@bindery/model'

/** Name and value, in the order in which they are sent. */
export type Header = readonly [name: string, value: string]

/** Why a header may not be sent; undefined when it may. The names of `reserved` (lower case) belong to the credential. */
export function checkHeader([name, value]: Header, reserved: ReadonlySet<string>): string | undefined {
  if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,128}$/.test(name)) return 'its name is not a token of RFC 9110'
  const lower = name.toLowerCase()
  if (framing.has(lower) || lower.startsWith('proxy-')) return 'it belongs to the transport'
  if (lower === 'authorization' || reserved.has(lower)) return 'only the credential of the connection sets it'
  if (!/^[\t\x20-\x7e\xa0-\xff]*$/.test(value)) return 'its value holds a control or non-Latin-1 character'
  return value.length > 8192 ? 'its value is longer than 8,192 characters' : undefined
}

/** Throws `template_invalid` naming the first header that may not be sent, never its value. */
export function refuseBadHeaders(headers: readonly Header[], reserved: ReadonlySet<string>): void {
  for (const header of headers) {
    const problem = checkHeader(header, reserved)
    if (problem !== undefined) throw badHeader(header[0], problem)
  }
}

function badHeader(name: string, problem: string): PlatformError {
  const shown = JSON.stringify(name.slice(0, 60))
  return new PlatformError('template_invalid', `The header ${shown} may not be sent: ${problem}.`, {
    reason: 'header',
    sent: 'no',
  })
}

const framing = new Set([
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'upgrade',
  'te',
  'trailer',
  'keep-alive',
  'expect',
  'http2-settings',
])
