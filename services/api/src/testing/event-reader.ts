import { z } from 'zod'

export interface StreamEvent {
  readonly id: string
  readonly event: string
  readonly data: Readonly<Record<string, unknown>>
}

/** Reads Server-Sent Events one by one, as they come. */
export class EventReader {
  readonly #chunks: AsyncIterator<Uint8Array>
  readonly #decoder = new TextDecoder()
  readonly #stop: AbortController
  #text = ''

  private constructor(body: AsyncIterable<Uint8Array>, stop: AbortController) {
    this.#chunks = body[Symbol.asyncIterator]()
    this.#stop = stop
  }

  /** Throws what the server answered when that is no stream. */
  static async open(url: string, headers: Readonly<Record<string, string>>): Promise<EventReader> {
    const stop = new AbortController()
    const accept = { accept: 'text/event-stream', ...headers }
    const answer = await fetch(url, { headers: accept, signal: stop.signal })
    if (answer.status !== 200 || answer.body === null)
      throw new Error(`${answer.status} ${await answer.text()}`)
    return new EventReader(answer.body, stop)
  }

  /** Undefined at the end of the stream. */
  async next(): Promise<StreamEvent | undefined> {
    for (;;) {
      const end = this.#text.indexOf('\n\n')
      const block = end < 0 ? undefined : this.#text.slice(0, end)
      if (block === undefined) {
        const step = await this.#chunks.next()
        if (step.done === true) return undefined
        this.#text += this.#decoder.decode(step.value, { stream: true })
        continue
      }
      this.#text = this.#text.slice(end + 2)
      const event = toEvent(block)
      if (event !== undefined) return event
    }
  }

  close(): void {
    this.#stop.abort()
  }
}

const Data = z.record(z.string(), z.unknown())

function toEvent(block: string): StreamEvent | undefined {
  const fields = new Map(
    block.split('\n').map((line) => {
      const colon = line.indexOf(': ')
      return [line.slice(0, colon), line.slice(colon + 2)] as const
    }),
  )
  const event = fields.get('event')
  if (event === undefined) return undefined
  return { id: fields.get('id') ?? '', event, data: Data.parse(JSON.parse(fields.get('data') ?? '{}')) }
}
