import { orEnded, type Secret } from '@bindery/model'
import type OpenAI from 'openai'
import { toAnswer, toBody } from './chat-body.ts'
import { failureOf, lessDemanding, type Manners } from './chat-failure.ts'
import {
  type ChatAnswer,
  type ChatLimits,
  type ChatModel,
  type ChatQuestion,
  addUsage,
  noUsage,
} from './chat-model.ts'

export interface OpenAiOptions {
  /** Any server that speaks the chat completions of OpenAI; that of OpenAI itself when undefined. */
  readonly baseUrl: string | undefined
  readonly apiKey: Secret | undefined
  readonly model: string
  /** Every request leaves through it. */
  readonly fetch: (url: string | URL | Request, init?: RequestInit) => Promise<Response>
}

/**
 * A model behind the chat completions of OpenAI or of a server like it. The first question finds out whether the server
 * holds answers to a schema, and what it cannot take is left out from then on. Never throws.
 */
export const openAiChat = (options: OpenAiOptions): ChatModel => new OpenAiChat(options)

const firstManners: Manners = { format: 'schema', tokens: 'max_completion_tokens', temperature: 'zero' }

class OpenAiChat implements ChatModel {
  readonly model: string
  readonly #options: OpenAiOptions
  #client: Promise<OpenAI> | undefined
  /** What the server takes; undefined until a question was answered. */
  #manners: Manners | undefined
  /** The question that finds it out while others wait; never rejects. */
  #learning: Promise<unknown> | undefined

  constructor(options: OpenAiOptions) {
    this.model = options.model
    this.#options = options
  }

  async ask(question: ChatQuestion, limits: ChatLimits): Promise<ChatAnswer> {
    while (this.#manners === undefined && this.#learning !== undefined)
      await orEnded(this.#learning, limits.signal)
    if (limits.signal.aborted) return { status: 'failed', failure: 'timeout', usage: noUsage }
    if (this.#manners !== undefined) return this.#negotiate(question, this.#manners, limits)
    const learning = this.#learn(question, limits)
    this.#learning = learning
    const answer = await learning
    this.#learning = undefined
    return answer
  }

  /** The first question, after one that finds out whether schemas hold. */
  async #learn(question: ChatQuestion, limits: ChatLimits): Promise<ChatAnswer> {
    const probe = await this.#probe(limits)
    const { usage } = probe.answer
    if (probe.manners === undefined) return probe.answer
    if (probe.isTaken === true) this.#manners = probe.manners
    const answer = await this.#negotiate(question, probe.manners, limits)
    return { ...answer, setup: usage }
  }

  /**
   * Asks for something that the schema forbids: a server that ignores schemas does as it is told, one that holds to them
   * cannot. A server that takes no schema at all has said so by refusing the question, and is not asked a second time.
   */
  async #probe(limits: ChatLimits): Promise<Probed> {
    let manners = firstManners
    let usage = noUsage
    while (limits.calls > usage.calls) {
      const { answer, less } = await this.#send(probeQuestion, manners, limits)
      usage = addUsage(usage, answer.usage)
      const spent = { ...answer, usage }
      if (answer.status === 'answered') {
        const isHeld = answer.text.includes('"blue"') && !answer.text.includes('"red"')
        return {
          answer: spent,
          manners: { ...manners, format: isHeld ? 'schema' : 'schema_told' },
          isTaken: true,
        }
      }
      if (answer.failure === 'refused' || answer.failure === 'cut_off')
        return { answer: spent, manners: { ...manners, format: 'schema_told' }, isTaken: true }
      if (less === undefined) return { answer: spent }
      if (less.format !== manners.format) return { answer: spent, manners: less }
      manners = less
    }
    return { answer: { status: 'failed', failure: 'bad_request', usage } }
  }

  /**
   * Sends a question, asking for less each time the server says that it cannot take how it is asked. What it took is kept;
   * a question that is refused however it is asked says nothing about the server.
   */
  async #negotiate(question: ChatQuestion, known: Manners, limits: ChatLimits): Promise<ChatAnswer> {
    let manners = known
    let usage = noUsage
    while (limits.calls > usage.calls) {
      const { answer, less } = await this.#send(question, manners, limits)
      usage = addUsage(usage, answer.usage)
      if (less === undefined) {
        if (answer.status === 'answered') this.#manners = manners
        return { ...answer, usage }
      }
      manners = less
    }
    return { status: 'failed', failure: 'bad_request', usage }
  }

  async #send(question: ChatQuestion, manners: Manners, { signal }: ChatLimits): Promise<Sent> {
    try {
      const client = await this.#connect()
      const body = toBody(question, this.model, manners)
      return { answer: toAnswer(await client.chat.completions.create(body, { signal })), less: undefined }
    } catch (error) {
      const failed = failureOf(error, signal)
      const usage = { ...noUsage, calls: failed.failure === 'blocked' ? 0 : 1 }
      const answer: ChatAnswer = { status: 'failed', ...failed, usage }
      return { answer, less: lessDemanding(error, manners) }
    }
  }

  #connect(): Promise<OpenAI> {
    this.#client ??= createClient(this.#options)
    return this.#client
  }
}

interface Probed {
  readonly answer: ChatAnswer
  /** How to ask from here on; undefined when nothing was learnt. */
  readonly manners?: Manners
  /** The server took a question that was asked so. */
  readonly isTaken?: boolean
}

interface Sent {
  readonly answer: ChatAnswer
  /** How to ask again when the server could not take the question as it was. */
  readonly less: Manners | undefined
}

const probeQuestion: ChatQuestion = {
  name: 'probe',
  system: 'Answer with JSON only.',
  user: 'Answer exactly {"colour":"red"}.',
  schema: {
    type: 'object',
    properties: { colour: { type: 'string', enum: ['blue'] } },
    required: ['colour'],
    additionalProperties: false,
  },
  // Some models think before they answer, and thoughts count.
  maxTokens: 1_000,
}

async function createClient({ baseUrl, apiKey, fetch }: OpenAiOptions): Promise<OpenAI> {
  const { default: Client } = await import('openai')
  return new Client({
    // The library insists on a key; servers on one's own machine often have none.
    apiKey: apiKey?.reveal() ?? 'none',
    baseURL: baseUrl ?? 'https://api.openai.com/v1',
    organization: null,
    project: null,
    fetch,
    maxRetries: 0,
    logLevel: 'off',
  })
}
