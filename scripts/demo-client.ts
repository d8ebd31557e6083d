export interface DemoClient {
  /** Sends and prints both sides; throws on an answer of 400 or more. */
  readonly call: (method: string, path: string, body?: object) => Promise<unknown>
  /** The same without a word. */
  readonly ask: (method: string, path: string, body?: object) => Promise<unknown>
  /** Sends bytes or text as they are, and prints both sides. */
  readonly send: (method: string, path: string, body: BodyText) => Promise<unknown>
}

type BodyText = string | ReadableStream | undefined

/** Calls below `/api/v1` of a server, as a reader of the demo would make them. */
export function createDemoClient(address: string, key: string): DemoClient {
  const exchange = async (method: string, path: string, body: BodyText): Promise<Exchange> => {
    const response = await fetch(`${address}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body, duplex: 'half' }),
    })
    return { status: response.status, answer: await response.json() }
  }
  const ask = async (method: string, path: string, body: BodyText): Promise<Exchange> => {
    const result = await exchange(method, path, body)
    if (result.status < 400) return result
    throw new Error(`${method} ${path} answered ${result.status}: ${JSON.stringify(result.answer)}`)
  }
  const send = async (method: string, path: string, body: BodyText): Promise<unknown> => {
    console.log(`\n${method} ${path}`)
    const { status, answer } = await ask(method, path, body)
    console.log(`${status} ${shorten(JSON.stringify(answer, null, 2))}`)
    return answer
  }
  return {
    send,
    call: (method, path, body) => send(method, path, toText(body)),
    ask: async (method, path, body) => (await ask(method, path, toText(body))).answer,
  }
}

interface Exchange {
  readonly status: number
  readonly answer: unknown
}

const toText = (body: object | undefined): string | undefined =>
  body === undefined ? undefined : JSON.stringify(body)

function shorten(text: string): string {
  const lines = text.split('\n')
  return lines.length <= 40
    ? text
    : [...lines.slice(0, 38), `  ... ${lines.length - 38} more lines`].join('\n')
}

/** What stands at a path of an answer; undefined when nothing does. */
export function valueAt(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (current, name) =>
      typeof current === 'object' && current !== null
        ? Object.entries(current).find(([key]) => key === name)?.[1]
        : undefined,
    value,
  )
}

/** The same, when it is text; throws otherwise. */
export function textAt(value: unknown, ...path: readonly string[]): string {
  const found = valueAt(value, ...path)
  if (typeof found !== 'string') throw new Error(`The answer has no text at ${path.join('.')}.`)
  return found
}
