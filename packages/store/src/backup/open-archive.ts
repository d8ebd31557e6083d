import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'
import { PlatformError } from '@bindery/model'
import { frameBytes, type FrameSeal, mostSealedBytes, openFrame, tagBytes } from './archive-frames.ts'
import { mostHeadBytes, openHead } from './archive-head.ts'
import type { ArchiveKey } from './archive-key.ts'
import { lastBit } from './seal-archive.ts'

const inflate = promisify(inflateRaw)

/**
 * What an archive holds, as it is read: a frame at a time, each proved before it is unpacked, and none to more than it may hold.
 * Throws `backup_foreign`, and `backup_damaged` for one that was cut, changed or added to.
 */
export async function* openArchive(
  bytes: AsyncIterable<Uint8Array>,
  keys: readonly ArchiveKey[],
): AsyncGenerator<Buffer> {
  const reader = new ByteReader(bytes)
  const head = await reader.line(mostHeadBytes)
  const seal = { key: openHead(head, keys), head }
  for (let number = 0, isLast = false; !isLast; number++) {
    const length = (await reader.take(4)).readUInt32BE()
    isLast = length >= lastBit
    const size = isLast ? length - lastBit : length
    if (size < tagBytes || size > mostSealedBytes) throw changed(number)
    yield await unpack(seal, { number, isLast }, await reader.take(size))
  }
  if (!(await reader.isAtEnd()))
    throw damaged('added_to', 'Something was added behind the end of the backup.')
}

async function unpack(
  seal: FrameSeal,
  place: { readonly number: number; readonly isLast: boolean },
  sealed: Buffer,
): Promise<Buffer> {
  try {
    return await inflate(openFrame(seal, place, sealed), { maxOutputLength: frameBytes })
  } catch (cause) {
    throw changed(place.number, cause)
  }
}

const changed = (number: number, cause?: unknown): PlatformError =>
  damaged('changed', `Part ${number + 1} of the backup is not what was written.`, cause)

export const damaged = (reason: string, message: string, cause?: unknown): PlatformError =>
  new PlatformError('backup_damaged', `${message} Use another copy of it.`, { reason, cause })

/** Takes bytes by count from pieces of any size. */
class ByteReader {
  readonly #pieces: AsyncIterator<Uint8Array>
  #held: Buffer = Buffer.alloc(0)

  constructor(bytes: AsyncIterable<Uint8Array>) {
    this.#pieces = bytes[Symbol.asyncIterator]()
  }

  async take(count: number): Promise<Buffer> {
    const parts = [this.#held]
    let length = this.#held.length
    while (length < count) {
      const piece = await this.#next()
      if (piece === undefined) throw damaged('cut', 'The backup was cut: its end is missing.')
      parts.push(piece)
      length += piece.length
    }
    const all = Buffer.concat(parts)
    this.#held = all.subarray(count)
    return all.subarray(0, count)
  }

  /** The bytes to the end of a line, with it; as many as there may be where it does not end. */
  async line(most: number): Promise<Buffer> {
    for (;;) {
      const end = this.#held.indexOf(10)
      if (end >= 0 && end < most) return this.take(end + 1)
      const piece = this.#held.length < most ? await this.#next() : undefined
      if (piece === undefined) return this.#held.subarray(0, most)
      this.#held = Buffer.concat([this.#held, piece])
    }
  }

  async isAtEnd(): Promise<boolean> {
    for (;;) {
      if (this.#held.length > 0) return false
      const piece = await this.#next()
      if (piece === undefined) return true
      this.#held = piece
    }
  }

  async #next(): Promise<Buffer | undefined> {
    const next = await this.#pieces.next()
    if (next.done === true) return undefined
    const { buffer, byteOffset, byteLength } = next.value
    return Buffer.from(buffer, byteOffset, byteLength)
  }
}
