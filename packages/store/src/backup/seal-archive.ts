import { promisify } from 'node:util'
import { constants, deflateRaw } from 'node:zlib'
import { frameBytes, type FrameSeal, sealFrame } from './archive-frames.ts'
import { makeHead } from './archive-head.ts'
import type { ArchiveKey } from './archive-key.ts'

const deflate = promisify(deflateRaw)

/** The bytes of an archive of texts, as they come: never more than two frames of it are held. */
export async function* sealArchive(content: AsyncIterable<string>, key: ArchiveKey): AsyncGenerator<Buffer> {
  const head = makeHead(key)
  yield head.line
  const seal = { key: head.key, head: head.line }
  let number = 0
  let held: Buffer | undefined
  for await (const block of inBlocks(content)) {
    if (held !== undefined) yield await toFrame(seal, { number: number++, isLast: false }, held)
    held = block
  }
  yield await toFrame(seal, { number, isLast: true }, held ?? Buffer.alloc(0))
}

/** Texts as blocks that fill a frame each, but for the last one. */
async function* inBlocks(content: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let parts: Buffer[] = []
  let length = 0
  for await (const text of content) {
    for (const part of cut(Buffer.from(text), frameBytes - length)) {
      parts.push(part)
      length += part.length
      if (length < frameBytes) continue
      yield Buffer.concat(parts)
      parts = []
      length = 0
    }
  }
  if (length > 0) yield Buffer.concat(parts)
}

function* cut(bytes: Buffer, first: number): Generator<Buffer> {
  let from = 0
  let size = first
  while (from < bytes.length) {
    yield bytes.subarray(from, from + size)
    from += size
    size = frameBytes
  }
}

/** Four bytes of length, of which the first bit says that it is the last frame, and then the frame. */
async function toFrame(
  seal: FrameSeal,
  place: { readonly number: number; readonly isLast: boolean },
  block: Buffer,
): Promise<Buffer> {
  const packed = await deflate(block, { level: constants.Z_BEST_SPEED })
  const sealed = sealFrame(seal, place, packed)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(place.isLast ? sealed.length + lastBit : sealed.length)
  return Buffer.concat([length, sealed])
}

export const lastBit = 0x80000000
