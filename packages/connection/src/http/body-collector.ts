import type { Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib'
import { PlatformError } from '@bindery/model'

/** What a collector tells its owner. `fail` and `done` are called once in all. */
export interface CollectorEvents {
  readonly done: (body: Uint8Array) => void
  readonly fail: (error: PlatformError) => void
  /** The decoder is behind: stop reading from the socket, then go on. */
  readonly pause: () => void
  readonly resume: () => void
}

export interface BodyCollector {
  write(chunk: Uint8Array): void
  end(): void
  /** Frees the decoder; nothing is reported after this. */
  drop(): void
}

/**
 * Gathers a body of at most `maxBytes`, counted after decompression, so a bomb costs no more memory than that and one
 * chunk. Reports `upstream_invalid_response` with reason `too_many_encodings`, `unknown_encoding`, `bad_encoding`,
 * `truncated` or `response_too_large`.
 */
export function collectBody(encoding: string, maxBytes: number, events: CollectorEvents): BodyCollector {
  const layers = encoding
    .split(',')
    .map((layer) => layer.trim().toLowerCase())
    .filter((layer) => layer !== '' && layer !== 'identity')
  const [layer, ...more] = layers
  if (layer === undefined) return new PlainCollector(maxBytes, events)
  if (more.length > 0) throw unusable('too_many_encodings', 'is compressed more than once')
  if (!isKnown(layer)) throw unusable('unknown_encoding', 'is compressed in a way that was not asked for')
  return new DecodingCollector(layer, new PlainCollector(maxBytes, events), events)
}

/** The error for an answer that cannot be used; `what` continues "The answer of the provider". */
export function unusable(reason: string, what: string, cause?: unknown): PlatformError {
  return new PlatformError('upstream_invalid_response', `The answer of the provider ${what}.`, {
    reason,
    sent: 'maybe',
    ...(cause === undefined ? {} : { cause }),
  })
}

type Encoding = 'gzip' | 'x-gzip' | 'deflate' | 'br'

const isKnown = (layer: string): layer is Encoding =>
  layer === 'gzip' || layer === 'x-gzip' || layer === 'deflate' || layer === 'br'

class PlainCollector implements BodyCollector {
  readonly #maxBytes: number
  readonly #events: CollectorEvents
  #chunks: Uint8Array[] = []
  #bytes = 0
  #isOver = false

  constructor(maxBytes: number, events: CollectorEvents) {
    this.#maxBytes = maxBytes
    this.#events = events
  }

  write(chunk: Uint8Array): void {
    if (this.#isOver) return
    this.#bytes += chunk.byteLength
    if (this.#bytes <= this.#maxBytes) {
      this.#chunks.push(chunk)
      return
    }
    this.drop()
    this.#events.fail(unusable('response_too_large', `is larger than ${this.#maxBytes} bytes`))
  }

  end(): void {
    if (this.#isOver) return
    const [only, ...more] = this.#chunks
    this.#isOver = true
    this.#events.done(
      only !== undefined && more.length === 0 ? only : Buffer.concat(this.#chunks, this.#bytes),
    )
  }

  drop(): void {
    this.#isOver = true
    this.#chunks = []
  }
}

class DecodingCollector implements BodyCollector {
  readonly #encoding: Encoding
  readonly #inner: PlainCollector
  readonly #events: CollectorEvents
  #decoder: Transform | undefined
  #isOver = false

  constructor(encoding: Encoding, inner: PlainCollector, events: CollectorEvents) {
    this.#encoding = encoding
    this.#inner = inner
    this.#events = events
  }

  write(chunk: Uint8Array): void {
    if (this.#isOver || chunk.byteLength === 0) return
    this.#decoder ??= this.#start(chunk)
    if (this.#decoder.write(chunk)) return
    this.#events.pause()
    this.#decoder.once('drain', this.#events.resume)
  }

  end(): void {
    if (this.#isOver) return
    // A HEAD or 304 answer names an encoding and has no body.
    if (this.#decoder === undefined) this.#inner.end()
    else this.#decoder.end()
  }

  drop(): void {
    this.#isOver = true
    this.#inner.drop()
    this.#decoder?.destroy()
  }

  #start(firstChunk: Uint8Array): Transform {
    const decoder = decoderOf(this.#encoding, firstChunk)
    decoder.on('data', (chunk: Uint8Array) => this.#inner.write(chunk))
    decoder.on('end', () => this.#inner.end())
    decoder.on('error', (cause: NodeJS.ErrnoException) => this.#reject(cause))
    return decoder
  }

  #reject(cause: NodeJS.ErrnoException): void {
    if (this.#isOver) return
    this.drop()
    const isShort = cause.code === 'Z_BUF_ERROR' || cause.code === 'ERR__ERROR_FORMAT_PADDING_1'
    this.#events.fail(
      isShort
        ? unusable('truncated', 'ended before it was complete', cause)
        : unusable('bad_encoding', 'is not compressed as it says', cause),
    )
  }
}

function decoderOf(encoding: Encoding, firstChunk: Uint8Array): Transform {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip()
    case 'br':
      return createBrotliDecompress()
    case 'deflate':
      // RFC 9110 means zlib by "deflate"; some servers send the bare stream, which cannot begin with this nibble.
      return ((firstChunk[0] ?? 0) & 0x0f) === 8 ? createInflate() : createInflateRaw()
  }
}
