/** What a page may load and do: its own files, and no text ever becomes script. */
const contentSecurity = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types bindery',
]

/** What every answer tells browsers: the defaults of Helmet 8 with a policy of our own, as texts that are made once. */
const always: readonly (readonly [name: string, value: string])[] = [
  ['content-security-policy', contentSecurity.join(';')],
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['origin-agent-cluster', '?1'],
  ['referrer-policy', 'no-referrer'],
  ['x-content-type-options', 'nosniff'],
  ['x-dns-prefetch-control', 'off'],
  ['x-download-options', 'noopen'],
  ['x-frame-options', 'SAMEORIGIN'],
  ['x-permitted-cross-domain-policies', 'none'],
  ['x-xss-protection', '0'],
]

/**
 * The headers of a server that browsers reach under this address. Only over https are they told to come back over nothing else:
 * a browser that was told so would find no plain server on this host any more.
 */
export const securityHeaders = (publicUrl: string | undefined): typeof always =>
  publicUrl?.startsWith('https:') === true
    ? [...always, ['strict-transport-security', 'max-age=31536000; includeSubDomains']]
    : always
