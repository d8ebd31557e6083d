import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { nowhere } from './reach.ts'
import { parseCredentials } from './registry.ts'
import { reachTo } from '../testing/local-provider.ts'

const values = { host: 'db.example.com', database: 'shop', user: 'reader', password: 's3cr3t-value' }

test('is found by its name and by its values alone, and checks certificates unless told otherwise', () => {
  for (const parsed of [
    parseCredentials('sql', values, nowhere),
    parseCredentials(undefined, values, nowhere),
  ]) {
    expect(parsed).toMatchObject({ ok: true, value: { method: 'sql', login: { sslmode: 'verify-full' } } })
  }
})

test('never prints the password', () => {
  const parsed = parseCredentials('sql', values, nowhere)
  expect(JSON.stringify(parsed) + inspect(parsed, { depth: 9, showHidden: true })).not.toContain('s3cr3t')
})

test.each([
  ['an sslmode that can be talked out of TLS', { sslmode: 'prefer' }, 'sslmode'],
  ['another such sslmode', { sslmode: 'allow' }, 'sslmode'],
  ['a host with a path', { host: 'db.example.com/x' }, 'host'],
  ['a host with a user', { host: 'a@db.example.com' }, 'host'],
  ['a socket file', { host: '/var/run/postgresql' }, 'host'],
  ['port 0', { port: 0 }, 'port'],
  ['port 65536', { port: '65536' }, 'port'],
  ['a user with a NUL', { user: 'a\u0000database\u0000b' }, 'user'],
  ['a database with a line break', { database: 'a\nb' }, 'database'],
  ['an authority that is no certificate', { ca_pem: '/etc/ssl/ca.pem' }, 'ca_pem'],
  ['an offset in place of a time zone', { timezone: '+01:00' }, 'timezone'],
  ['a member that it does not know', { options: '-c x=y' }, 'options'],
])('refuses %s', (_, change, path) => {
  expect(parseCredentials('sql', { ...values, ...change }, nowhere)).toMatchObject({
    ok: false,
    failure: [{ path: [path] }],
  })
})

test('cannot be put into a request', () => {
  const parsed = parseCredentials('sql', values, reachTo('https://desk.example'))
  const apply = () =>
    parsed.ok &&
    parsed.value.apply('https://desk.example', { method: 'GET', query: '', headers: [] }, (secret) =>
      secret.reveal(),
    )
  expect(apply).toThrow('The credential of a database cannot be put into a request.')
})
