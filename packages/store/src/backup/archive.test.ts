import { randomBytes } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import { describe, expect, it, test } from 'vitest'
import { codeOf } from '../testing/code-of.ts'
import { testMasterKey } from '../testing/embedded-template.ts'
import { parseMasterKey } from '../vault/master-key.ts'
import { frameBytes, sealFrame } from './archive-frames.ts'
import { makeHead } from './archive-head.ts'
import { archiveKeyOf } from './archive-key.ts'
import { readArchive } from './check-archive.ts'
import { openArchive } from './open-archive.ts'
import { sealArchive } from './seal-archive.ts'

const key = archiveKeyOf(testMasterKey())
const otherKey = archiveKeyOf(parseMasterKey('43'.repeat(32)))

async function* each<Value>(values: readonly Value[]): AsyncGenerator<Value> {
  yield* values
}

async function toBytes(texts: readonly string[]): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of sealArchive(each(texts), key)) pieces.push(piece)
  return Buffer.concat(pieces)
}

async function toText(bytes: Buffer, pieceSize = bytes.length): Promise<string> {
  const pieces: Buffer[] = []
  for (let from = 0; from < bytes.length; from += pieceSize)
    pieces.push(bytes.subarray(from, from + pieceSize))
  const found: Buffer[] = []
  for await (const block of openArchive(each(pieces), [otherKey, key])) found.push(block)
  return Buffer.concat(found).toString('utf8')
}

describe('an archive', () => {
  const long = randomBytes(frameBytes).toString('hex')
  const texts = ['short\n', long, 'é', long, '']

  test.each([1000, 65_536, 10_000_000])('is what was written, in pieces of %i bytes', async (size) => {
    expect(await toText(await toBytes(texts), size)).toBe(texts.join(''))
  })

  it('of nothing is whole too', async () => {
    expect(await toText(await toBytes([]))).toBe('')
  })

  it('of the same is another one each time', async () => {
    expect(await toBytes(['x'])).not.toEqual(await toBytes(['x']))
  })

  it('shows nothing of what it holds', async () => {
    expect(await toBytes(['canary-7d1'])).not.toContain('canary-7d1')
  })
})

describe('an archive that somebody', () => {
  const whole = toBytes([randomBytes(frameBytes * 2).toString('hex')])
  const edit = async (change: (bytes: Buffer) => Buffer): Promise<string> =>
    codeOf(toText(change(Buffer.from(await whole))))

  it('cut anywhere is damaged, or no backup where not even its beginning is there', async () => {
    const { length } = await whole
    const cuts = [5, 40, 300, 400, 5_000, Math.floor(length / 2), length - 1]
    const codes = await Promise.all(cuts.map((end) => edit((bytes) => bytes.subarray(0, end))))
    expect(codes).toEqual(['backup_foreign', ...cuts.slice(1).map(() => 'backup_damaged')])
  })

  it('changed by one bit is damaged, wherever that is behind the first word', async () => {
    const { length } = await whole
    const places = [20, 60, 150, 236, 240, 300, 100_000, Math.floor(length / 2), length - 1]
    const flip = (place: number) => (bytes: Buffer) => {
      bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place)
      return bytes
    }
    const codes = await Promise.all(places.map((place) => edit(flip(place))))
    expect(codes.filter((code) => code !== 'backup_damaged' && code !== 'backup_foreign')).toEqual([])
  })

  it('added to is damaged', async () => {
    expect(await edit((bytes) => Buffer.concat([bytes, Buffer.from('x')]))).toBe('backup_damaged')
  })

  it('put frames of into another order is damaged', async () => {
    const bytes = await whole
    const begin = bytes.indexOf(10) + 1
    const size = 4 + bytes.readUInt32BE(begin)
    const next = 4 + bytes.readUInt32BE(begin + size)
    const swapped = [
      bytes.subarray(0, begin),
      bytes.subarray(begin + size, begin + size + next),
      bytes.subarray(begin, begin + size),
      bytes.subarray(begin + size + next),
    ]
    expect(await codeOf(toText(Buffer.concat(swapped)))).toBe('backup_damaged')
  })

  it('made with the key to unpack to more than a frame is stopped there', async () => {
    const head = makeHead(key)
    const bomb = deflateRawSync(Buffer.alloc(64 * 1024 * 1024))
    const sealed = sealFrame({ key: head.key, head: head.line }, { number: 0, isLast: true }, bomb)
    const length = Buffer.alloc(4)
    length.writeUInt32BE(sealed.length + 0x80000000)
    expect(await codeOf(toText(Buffer.concat([head.line, length, sealed])))).toBe('backup_damaged')
  })
})

test.each([
  ['nothing', ''],
  ['another file', 'PK\u0003\u0004 something else'],
  ['an endless line', 'x'.repeat(100_000)],
])('%s is no backup', async (_, text) => {
  expect(await codeOf(toText(Buffer.from(text)))).toBe('backup_foreign')
})

test('an archive of another master key is told by the id of that one', async () => {
  const bytes = await toBytes(['x'])
  const reading = async () => {
    for await (const _ of openArchive(each([bytes]), [otherKey])) expect.unreachable()
  }
  await expect(reading()).rejects.toMatchObject({
    code: 'backup_foreign',
    details: { reason: 'other_key' },
    message: expect.stringContaining(key.id),
  })
})

const manifest = JSON.stringify({
  kind: 'backup',
  madeAt: '2026-11-30T00:00:00.000Z',
  version: '0.1.0',
  engine: '15.1',
  epoch: 1,
  migrations: ['001-platform'],
})
const table = '{"kind":"table","table":"agents","columns":["id"]}'
const end = '{"kind":"end","table":"agents","rows":1}'
const total = '{"kind":"whole","tables":1,"rows":1}'

describe('what an archive holds', () => {
  const read = async (lines: readonly string[]) => {
    const bytes = await toBytes([lines.map((line) => `${line}\n`).join('')])
    return readArchive(each([bytes]), [key])
  }

  it('is told when all of it was read', async () => {
    expect(await read([manifest, table, '["1"]', end, total])).toMatchObject({
      madeAt: '2026-11-30T00:00:00.000Z',
      tables: [{ name: 'agents', rows: 1 }],
      rows: 1,
    })
  })

  test.each([
    ['no manifest', [table, '["1"]', end, total]],
    ['two manifests', [manifest, manifest, table, '["1"]', end, total]],
    ['a row too many', [manifest, table, '["1"]', '["2"]', end, total]],
    ['a row of no table', [manifest, '["1"]', table, end, total]],
    ['a table twice', [manifest, table, '["1"]', end, table, '["1"]', end, total]],
    ['a table without its end', [manifest, table, '["1"]', total]],
    ['another total', [manifest, table, '["1"]', end, '{"kind":"whole","tables":2,"rows":1}']],
    ['no end', [manifest, table, '["1"]', end]],
    ['more behind the end', [manifest, table, '["1"]', end, total, table]],
    ['what is no JSON', [manifest, 'x']],
  ])('with %s is refused', async (_, lines) => {
    expect(await codeOf(read(lines))).toBe('backup_damaged')
  })
})
