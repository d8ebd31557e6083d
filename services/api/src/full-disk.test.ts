import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { clinicDocument } from '@bindery/fixtures'
import { copyTemplate, mountSmallDisk } from '@bindery/store/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from './testing/test-server.ts'

const disk = mountSmallDisk(256)
afterAll(() => disk?.close())

describe.skipIf(disk === undefined)('a server whose disk is full', () => {
  let server: TestServer
  beforeAll(async () => {
    if (disk === undefined) return
    const template = await copyTemplate()
    const dataDirectory = join(disk.directory, 'data')
    cpSync(template, dataDirectory, { recursive: true })
    rmSync(template, { recursive: true })
    server = await startTestServer({ dataDirectory })
  })
  afterAll(() => server.close())

  let made = 0
  const write = async () => {
    const { status, body } = await server.api('POST', '/agents', { body: { name: `agent ${(made += 1)}` } })
    return [status, body['code']]
  }
  const reads = [
    '/agents',
    '/integrations',
    '/executions',
    '/audit',
    '/audit/verify',
    '/review',
    '/system/storage',
  ]
  const readAll = async () => {
    const statuses = []
    for (const path of reads) statuses.push((await server.api('GET', path)).status)
    return statuses
  }
  const allWell = reads.map(() => 200)

  it.each([
    ['nothing is left', 0],
    ['a little is left', 30_000_000],
  ])(
    'answers writes with storage_full, reads on, and writes again once there is room: %s',
    async (_, left) => {
      expect(await write()).toEqual([201, undefined])
      disk?.fill(left)
      expect([await write(), await readAll(), await write()]).toEqual([
        [507, 'storage_full'],
        allWell,
        [507, 'storage_full'],
      ])
      disk?.free()
      expect([await write(), await readAll()]).toEqual([[201, undefined], allWell])
    },
  )

  it('takes no upload without room, and takes it whole with some', async () => {
    const source = () => server.api('PUT', '/integrations/clinic/source', { body: clinicDocument })
    await server.api('POST', '/integrations', { body: { kind: 'clinic', name: 'Clinic', type: 'openapi' } })
    disk?.fill(0)
    const refused = await source()
    disk?.free()
    expect([refused.status, (await source()).status]).toEqual([507, 200])
  })
})
