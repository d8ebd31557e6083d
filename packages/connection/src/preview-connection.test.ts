import { expect, test } from 'vitest'
import { openPreviewConnection } from './preview-connection.ts'
import { localTarget, readOf } from './testing/local-provider.ts'

const signal = AbortSignal.timeout(1000)

const open = (credential: unknown) =>
  openPreviewConnection(localTarget('http://127.0.0.1:1/v1', { credential }))

test('writes down the whole request and answers 204', async () => {
  const connection = open({ access_token: 'tok-1234' })
  const body = {
    contentType: 'application/json',
    bytes: Buffer.from('{"subject":"Brake","leak":"tok-1234"}'),
  }
  const answer = await connection.fetch(
    readOf({ method: 'post', effect: 'create', query: 'a=b', body }),
    signal,
  )
  expect(answer).toEqual({ status: 204, headers: new Map(), body: new Uint8Array() })
  expect(connection.taken()).toEqual([
    {
      kind: 'http',
      request: {
        method: 'POST',
        url: 'http://127.0.0.1:1/v1/things?a=b',
        headers: {
          accept: 'application/json, */*;q=0.5',
          'accept-encoding': 'gzip, br, deflate',
          'user-agent': 'Bindery',
          authorization: 'Bearer [secret]',
          'content-type': 'application/json',
        },
        body: { subject: 'Brake', leak: '[secret]' },
      },
    },
  ])
})

test('shows a key in the query as [secret]', async () => {
  const connection = open({ api_key: 'tok', in: 'query', name: 'key' })
  await connection.fetch(readOf(), signal)
  expect(connection.taken()[0]?.request).toMatchObject({ url: 'http://127.0.0.1:1/v1/things?key=[secret]' })
})

test.each([
  ['a form', 'application/x-www-form-urlencoded', 'a=1&b=%5Bsecret%5D', 'a=1&b=[secret]'],
  ['JSON that is not', 'application/json', '{"a":', '{"a":'],
  ['a large body', 'text/plain', 'x'.repeat(70_000), '70000 bytes of text/plain'],
])('shows %s', async (...[, contentType, text, expected]) => {
  const connection = open({})
  await connection.fetch(readOf({ method: 'POST', body: { contentType, bytes: Buffer.from(text) } }), signal)
  expect(connection.taken()[0]?.request).toMatchObject({ body: expected })
})

test('shows a statement with its values', async () => {
  const connection = open({})
  const rows = await connection.database(
    { text: 'select 1', values: ['a'], effect: 'read', maxRows: 1 },
    signal,
  )
  expect(rows).toEqual({ columns: [], rows: [], affected: 1 })
  expect(connection.taken()).toEqual([{ kind: 'sql', request: { text: 'select 1', values: ['a'] } }])
})

test('refuses what the real connection refuses', async () => {
  const connection = open({ access_token: 'tok' })
  await expect(connection.fetch(readOf({ headers: [['Authorization', 'x']] }), signal)).rejects.toThrow(
    'only the credential of the connection sets it',
  )
  expect(() => openPreviewConnection(localTarget('http://10.0.0.1/'))).toThrow('not on the public internet')
})

test('has no documents unless the target has', async () => {
  await expect(open({}).documents(signal)).rejects.toMatchObject({ details: { reason: 'no_document' } })
})
