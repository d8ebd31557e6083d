import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { OrganizationId } from '@bindery/model'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { addOrganization, openEveryStore } from '../testing/every-database.ts'
import {
  deleteDocumentsExcept,
  documentChunkBytes,
  insertDocumentChunk,
  listDocuments,
  readDocumentChunks,
  replaceDocument,
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
      await replaceDocument(transaction, {
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
  const list = () => store.run(organizationId, (transaction) => listDocuments(transaction, integrationId))

  it.each([
    ['a megabyte', 1024 * 1024],
    ['one byte more than a piece', documentChunkBytes + 1],
    ['exactly one piece', documentChunkBytes],
    ['one byte', 1],
  ])('gives back %s, byte for byte', async (_, size) => {
    const bytes = randomBytes(size)
    await save('main', bytes)
    expect((await load('main')).equals(bytes)).toBe(true)
    expect(await list()).toMatchObject([{ name: 'main', bytes: size, format: 'json', content_type: null }])
  })

  it('leaves nothing of a longer document that it replaces', async () => {
    await save('main', randomBytes(documentChunkBytes * 3))
    const short = randomBytes(10)
    await save('main', short)
    expect((await load('main')).equals(short)).toBe(true)
  })

  it('keeps the named documents only', async () => {
    for (const name of ['a', 'b', 'c']) await save(name, Buffer.from(name))
    await store.run(organizationId, (transaction) =>
      deleteDocumentsExcept(transaction, integrationId, ['c', 'a']),
    )
    expect((await list()).map((document) => document.name)).toEqual(['a', 'c'])
    expect((await load('b')).length).toBe(0)
  })

  it('forgets documents with their integration', async () => {
    await save('main', Buffer.from('x'))
    await store.run(organizationId, (transaction) => deleteIntegration(transaction, integrationId))
    expect([await list(), (await load('main')).length]).toEqual([[], 0])
  })
})
