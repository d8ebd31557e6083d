import { CliError } from '../failures/cli-error.ts'

export interface ServerEvent {
  readonly id: string
  readonly event: string
  readonly data: unknown
}

/** Most that one event may hold; what is longer is no event of ours. */
const mostCharacters = 16_000_000

/** Server-Sent Events one by one, as they come. Throws CliError for what is no such stream. */
export async function* readEvents(stream: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of stream) {
    text += decoder.decode(chunk, { stream: true })
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const event = toEvent(text.slice(0, end))
      text = text.slice(end + 2)
      if (event !== undefined) yield event
    }
    if (text.length > mostCharacters) throw unreadable()
  }
}

function toEvent(block: string): ServerEvent | undefined {
  const fields = new Map(
    block.split('\n').map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon), line.slice(colon + 1).trimStart()] as const
    }),
  )
  const event = fields.get('event')
  if (event === undefined) return undefined
  return { id: fields.get('id') ?? '', event, data: parse(fields.get('data') ?? 'null') }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw unreadable()
  }
}

const unreadable = (): CliError =>
  new CliError({
    code: 'answer_unreadable',
    exit: 'unexpected',
    message: 'The server sent events that cannot be read.',
    fix: 'Check that nothing between here and the server changes them.',
  })
