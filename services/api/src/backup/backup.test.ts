import { findRealPostgres } from '@bindery/store/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { must } from '../testing/clinic-server.ts'
import { startTestServer, type TestServer } from '../testing/test-server.ts'

const postgres = await findRealPostgres()
afterAll(() => postgres?.close())

const places = [
  { name: 'embedded database', databaseUrl: undefined },
  ...(postgres === undefined ? [] : [{ name: 'PostgreSQL server', databaseUrl: postgres.url }]),
]

const Contents = z.object({
  data: z.object({ rows: z.int(), tables: z.array(z.object({ name: z.string(), rows: z.int() })) }),
})

describe.each(places)('a backup of a server on the $name', ({ databaseUrl }) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer({ ...(databaseUrl !== undefined && { databaseUrl }) })
  })
  afterAll(() => server.close())

  const ask = async (path: string, key: string, body?: Buffer<ArrayBuffer>): Promise<Response> =>
    fetch(`${server.address}/api/v1${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${key}`,
        ...(body !== undefined && { 'content-type': 'application/octet-stream' }),
      },
      ...(body !== undefined && { body }),
    })

  it('is whole, tells what it holds, and nobody waited for it', async () => {
    const key = await server.keyWith(['keys:write'])
    const [answer, agents] = await Promise.all([
      ask('/backup', key),
      Promise.all(
        ['One', 'Two', 'Three'].map((name) => must(server.api('POST', '/agents', { body: { name } }))),
      ),
    ])
    expect([answer.status, answer.headers.get('content-type'), agents.length]).toEqual([
      200,
      'application/vnd.bindery.backup',
      3,
    ])
    const bytes = Buffer.from(await answer.arrayBuffer())
    const verified = await ask('/backup/verify', key, bytes)
    const { data } = Contents.parse(await verified.json())
    expect(data.tables.find(({ name }) => name === 'organizations')).toEqual({
      name: 'organizations',
      rows: 1,
    })
    expect(data.tables.find(({ name }) => name === 'audit_entries')?.rows).toBeGreaterThan(0)
    expect(await refusalOf(bytes.subarray(0, bytes.length - 1), key)).toEqual([422, 'backup_damaged'])
    expect(await refusalOf(Buffer.from('PK'), key)).toEqual([422, 'backup_foreign'])
  })

  const refusalOf = async (bytes: Buffer<ArrayBuffer>, key: string) => {
    const answer = await ask('/backup/verify', key, bytes)
    const { code } = z.object({ code: z.string() }).parse(await answer.json())
    return [answer.status, code]
  }

  it('is for the organisation of the server, since it holds the others', async () => {
    const other = await server.otherOrganization()
    const answer = await ask('/backup', other)
    expect([answer.status, z.object({ reason: z.string() }).parse(await answer.json()).reason]).toEqual([
      403,
      'operator_only',
    ])
  })
})
