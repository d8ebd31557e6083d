import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore, type Store } from '../store.ts'
import { findFirstOrganization } from '../tables/organizations.ts'
import { codeOf } from '../testing/code-of.ts'
import { addOrganization } from '../testing/every-database.ts'
import { copyTemplate, testMasterKey } from '../testing/embedded-template.ts'
import { mountSmallDisk } from '../testing/small-disk.ts'
import { leastRoom } from './room.ts'

describe('an embedded database', () => {
  let directory: string
  let store: Store
  let room = leastRoom
  beforeAll(async () => {
    directory = await copyTemplate()
    store = await openStore({ kind: 'embedded', directory, room: () => room }, testMasterKey())
    await addOrganization(store)
  })
  afterAll(async () => {
    await store.close()
    rmSync(directory, { recursive: true, force: true })
  })

  it('refuses writes without room, reads on, and writes again when there is some', async () => {
    const read = () => codeOf(store.run('platform', findFirstOrganization))
    const write = () => codeOf(addOrganization(store))
    const seen = []
    for (const left of [leastRoom, leastRoom - 1, 0, leastRoom]) {
      room = left
      seen.push([await read(), await write()])
    }
    expect(seen).toEqual([
      ['done', 'done'],
      ['done', 'storage_full'],
      ['done', 'storage_full'],
      ['done', 'done'],
    ])
  })

  it('ends what fails half way as a whole', async () => {
    room = 0
    const count = () => store.run('platform', (transaction) => transaction('organizations').count())
    const before = await count()
    await codeOf(addOrganization(store))
    expect(await count()).toEqual(before)
    room = leastRoom
  })
})

const disk = mountSmallDisk(160)
afterAll(() => disk?.close())

// What fills the disk may be somebody else, between the look at it and the write.
describe.skipIf(disk === undefined)('an engine that ended for want of room', () => {
  it('is another one as soon as there is some, with all that was acknowledged', async () => {
    if (disk === undefined) return
    const template = await copyTemplate()
    const directory = join(disk.directory, 'data')
    cpSync(template, directory, { recursive: true })
    rmSync(template, { recursive: true })
    let seen = leastRoom
    const store = await openStore({ kind: 'embedded', directory, room: () => seen }, testMasterKey())
    const organizationId = await addOrganization(store)
    const log = () =>
      codeOf(
        store.run('platform', (transaction) =>
          transaction.raw("select pg_logical_emit_message(true, 'x', repeat('y', 8000000))"),
        ),
      )
    disk.fill(0)
    let told = await log()
    while (told === 'done') told = await log()
    seen = 0
    const read = () => store.run('platform', findFirstOrganization)
    expect([told, await codeOf(read()), await log()]).toEqual([
      'storage_full',
      'storage_full',
      'storage_full',
    ])
    disk.free()
    seen = leastRoom
    expect((await read())?.id).toBe(organizationId)
    expect(await codeOf(addOrganization(store))).toBe('done')
    await store.close()
  })
})
