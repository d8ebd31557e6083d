import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { nowhere, type Reach, reachOfOwn, requireReach, toOrigin } from './reach.ts'

const home = 'https://api.desk.example'
const permit = (...origins: readonly string[]) => ({ of: 'It', origins, wayOut: 'Ask.' })

test.each<[string, Reach, string]>([
  ['an origin that nobody named', [permit(home)], 'https://desk.example'],
  ['another scheme', [permit(home)], 'http://api.desk.example'],
  ['another port', [permit(home)], `${home}:8443`],
  ['a longer name', [permit(home)], `${home}.evil.example`],
  ['an origin that one of several leaves out', [permit(home), permit()], home],
  ['no origin at all', [permit('')], ''],
])('refuses %s', (_, reach, origin) => {
  expect(() => requireReach(reach, origin)).toThrow(`It may not be sent to "${origin}". Ask.`)
})

test('lets a credential go where everybody agrees', () => {
  expect(() => requireReach([permit(home), permit('https://other.example', home)], home)).not.toThrow()
})

test.each([
  ['https://API.Desk.example:443/v1?x=1', home],
  ['http://127.0.0.1:80', 'http://127.0.0.1'],
  ['https://bücher.example', 'https://xn--bcher-kva.example'],
  ['sql:', ''],
  ['data:text/plain,x', ''],
  ['', ''],
])('the origin of %j is %j', (address, origin) => {
  expect(toOrigin(address)).toBe(origin)
})

test('a credential that is only checked goes nowhere', () => {
  expect(() => requireReach(nowhere, home)).toThrow(
    expect.objectContaining({
      code: 'credential_origin_refused',
      message: `A credential that is being checked may not be sent to "${home}". Save it first.`,
      details: expect.objectContaining({
        reason: 'credential_origin',
        sent: 'no',
        members: { origin: home },
      }),
    }),
  )
})

test.each([
  ['https://id.desk.example', true],
  ['https://api.desk.example', true],
  ['https://desk.example', false],
  ['', false],
])('a client whose addresses are at two origins may be sent to %j: %s', (origin, isLet) => {
  const reach = reachOfOwn(['https://id.desk.example/token', undefined, `${home}/me`, 'no address'])
  const send = () => requireReach(reach, origin)
  if (isLet) expect(send).not.toThrow()
  else expect(send).toThrow('It is sent to the addresses that stand in the credential.')
})

/** Where secrets become text, and what keeps each of them from being sent elsewhere. */
const revealing: Readonly<Record<string, string>> = {
  'auth/oauth2-authorization-code.ts': 'a grant, for keeping; it is sealed and not sent',
  'database/mysql-session.ts': 'a login names its own host, and the socket was dialled for that login',
  'database/open-database.ts': 'a fingerprint',
  'database/postgres-session.ts': 'a login names its own host, and the socket was dialled for that login',
  'fetch-document.ts': 'through apply, with the origin of the address that is fetched',
  'oauth/authorization.ts': 'to the token address of its client, through guardedFetch',
  'oauth/client-authentication.ts': 'to the token address of its client, through guardedFetch',
  'oauth/revoke-grant.ts': 'to the revocation address of its client, through guardedFetch',
  'oauth/user-info.ts': 'to the userinfo address of its client, through guardedFetch',
  'open-connection.ts': 'through apply, with the origin of the connection',
  'redactor.ts': 'a list of what must not be seen',
}

test('no other file makes text of a secret: whoever adds one says what keeps it in', () => {
  const root = new URL('..', import.meta.url)
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|\.contract\.ts$|^testing\//.test(file))
  const found = files.filter((file) => readFileSync(new URL(file, root), 'utf8').includes('.reveal('))
  expect(found.sort()).toEqual(Object.keys(revealing).sort())
})
