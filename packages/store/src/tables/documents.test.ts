import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { OrganizationId } from '@bindery/model'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { addOrganization, openEveryStore } from '../testing/every-database.ts'
import {
  completeDocuments,
  documentChunkBytes,
  insertDocumentChunk,
  listDocuments,
  readDocumentChunks,
  insertDocument,
} from './documents.ts'
import { deleteIntegration, insertIntegration } from './integrations.ts'

const stores = await openEveryStore()
afterAll(() => Promise.all(stores.map((entry) => entry.close())))

describe.each(stores)('documents on the $name', ({ store }) => {
  let organizationId: OrganizationId
  let integrationId: string

  beforeEach(async () => {
    organizationId = await addOrganization(store)
    integrationId = randomUUID()
    await store.run(organizationId, (transaction) =>
      insertIntegration(transaction, {
        organizationId,
        id: integrationId,
        kind: 'clinic',
        name: 'Clinic',
        description: undefined,
        type: 'openapi',
        source: { from: 'documents' },
      }),
    )
  })

  const save = (name: string, bytes: Buffer) =>
    store.run(organizationId, async (transaction) => {
      const hash = createHash('sha256').update(bytes).digest('hex')
      const owner = { organizationId, integrationId, name }
      await insertDocument(transaction, {
        ...owner,
        hash,
        bytes: bytes.length,
        format: 'json',
        contentType: undefined,
      })
      for (let position = 0; position * documentChunkBytes < bytes.length; position++) {
        const from = position * documentChunkBytes
        await insertDocumentChunk(transaction, {
          ...owner,
          position,
          bytes: bytes.subarray(from, from + documentChunkBytes),
        })
      }
    })
  const load = (name: string) =>
    store.run(organizationId, async (transaction) => {
      const pieces: Buffer[] = []
      for (;;) {
        const read = await readDocumentChunks(transaction, { integrationId, name, position: pieces.length })
        if (read.length === 0) return Buffer.concat(pieces)
        pieces.push(...read)
      }
    })
  const complete = (names: readonly string[]) =>
    store.run(organizationId, (transaction) => completeDocuments(transaction, integrationId, names))
  const list = () => store.run(organizationId, (transaction) => listDocuments(transaction, integrationId))

  it.each([
    ['a megabyte', 1024 * 1024],
    ['one byte more than a piece', documentChunkBytes + 1],
    ['exactly one piece', documentChunkBytes],
    ['one byte', 1],
  ])('gives back %s, byte for byte', async (_, size) => {
    const bytes = randomBytes(size)
    await save('main', bytes)
    expect(await list()).toEqual([])
    await complete(['main'])
    expect((await load('main')).equals(bytes)).toBe(true)
    expect(await list()).toMatchObject([{ name: 'main', bytes: size, format: 'json', contentType: null }])
  })

  it('shows the old documents until the new ones are complete, then the new ones only', async () => {
    for (const name of ['a', 'b']) await save(name, Buffer.from(name))
    await complete(['a', 'b'])
    for (const name of ['c', 'd']) await save(name, Buffer.from(name))
    const before = (await list()).map((document) => document.name)
    await complete(['d', 'c'])
    const after = (await list()).map((document) => document.name)
    expect([before, after, (await load('b')).length]).toEqual([['a', 'b'], ['c', 'd'], 0])
  })

  it('forgets documents with their integration', async () => {
    await save('main', Buffer.from('x'))
    await complete(['main'])
    await store.run(organizationId, (transaction) => deleteIntegration(transaction, integrationId))
    expect([await list(), (await load('main')).length]).toEqual([[], 0])
  })
})
