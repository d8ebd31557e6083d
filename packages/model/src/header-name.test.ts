import { expect, test } from 'vitest'
import { headerProblem, mayCarryCredential } from './header-name.ts'

test.each([
  'Host',
  'Content-Length',
  'TRANSFER-ENCODING',
  'Transfer_Encoding',
  'Connection',
  'Proxy-Authorization',
  'Trailer',
  'Authorization',
  'Cookie',
  'Set-Cookie',
  'X-HTTP-Method-Override',
  'x_http_method_override',
  'X-HTTP-Method',
  'X-Method-Override',
  'X-Override-Method',
  'X-Http-Verb',
  'X-Tunnel-Method',
  'X-Override-URL',
  'Http-Host',
  'X-WEBAUTH-USER',
  'X-Auth-Request-User',
  'X-SSL-Client-Cert',
  'X-Goog-Iap-Jwt-Assertion',
  'X-Forwarded-For',
  'X-Forwarded-Host',
  'X_FORWARDED_PROTO',
  'Forwarded',
  'Via',
  'X-Real-IP',
  'True-Client-IP',
  'CF-Connecting-IP',
  'X-Original-URL',
  'X-Rewrite-URL',
  'X-Middleware-Subrequest',
  'Remote-User',
  '',
  'X Ref',
  'X-Ref:',
  'X-Ref\r\nX-Admin',
  'X-Réf',
  'x'.repeat(129),
])('no binding may send %j', (name) => expect(headerProblem(name)).toBeDefined())

test.each([
  'X-Tenant',
  'Idempotency-Key',
  'Stripe-Version',
  'X-GitHub-Api-Version',
  'Accept-Language',
  'X-Payment-Method',
  'X-Client-Id',
  'X-Request-Id',
  'If-Match',
  'Prefer',
])('a binding may send %s', (name) => expect(headerProblem(name)).toBeUndefined())

test('a credential may be a cookie, and never the length of a body', () => {
  const names = [
    'Cookie',
    'Authorization',
    'X-Forwarded-For',
    'Content-Length',
    'Proxy-Authorization',
    'X Key',
  ]
  expect(names.map(mayCarryCredential)).toEqual([true, true, true, false, false, false])
})
