import type { Secret } from '@bindery/model'
import type OpenAI from 'openai'
import { toAnswer, toBody } from './chat-body.ts'
import { failureOf, lessDemanding, type Manners } from './chat-failure.ts'
import { type ChatAnswer, type ChatModel, type ChatQuestion, type ChatUsage, noUsage } from './chat-model.ts'

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

/** A server may be asked again with less so often before a question counts as refused. */
const mostManners = 4

class OpenAiChat implements ChatModel {
  readonly model: string
  readonly #options: OpenAiOptions
  #client: Promise<OpenAI> | undefined
  #manners: Manners = { format: 'unknown', tokens: 'max_completion_tokens', temperature: 'zero' }

  constructor(options: OpenAiOptions) {
    this.model = options.model
    this.#options = options
  }

  async ask(question: ChatQuestion, signal: AbortSignal): Promise<ChatAnswer> {
    const probed = this.#manners.format === 'unknown' ? await this.#probe(signal) : undefined
    const spent = probed?.usage ?? noUsage
    if (probed?.status === 'failed' && this.#manners.format === 'unknown') return probed
    const answer = await this.#negotiate(question, signal)
    return { ...answer, usage: addUsage(spent, answer.usage) }
  }

  /** Asks for something that a schema forbids: a server that ignores schemas does as it is told, one that holds to them cannot. */
  async #probe(signal: AbortSignal): Promise<ChatAnswer> {
    this.#manners = { ...this.#manners, format: 'schema' }
    const answer = await this.#negotiate(probeQuestion, signal)
    if (answer.status === 'failed') {
      // What it takes is not known while it cannot be reached or refuses everybody.
      if (answer.failure !== 'refused' && answer.failure !== 'cut_off')
        this.#manners = { ...this.#manners, format: 'unknown' }
      return answer
    }
    if (this.#manners.format === 'schema' && !answer.text.includes('"blue"'))
      this.#manners = { ...this.#manners, format: 'schema_ignored' }
    return answer
  }

  /** Sends a question, asking for less each time the server says that it cannot take how it is asked. */
  async #negotiate(question: ChatQuestion, signal: AbortSignal): Promise<ChatAnswer> {
    for (let turn = 0; ; turn++) {
      const { answer, less } = await this.#send(question, signal)
      if (less === undefined || turn === mostManners) return answer
      this.#manners = less
    }
  }

  async #send(question: ChatQuestion, signal: AbortSignal): Promise<Sent> {
    const manners = this.#manners
    try {
      const client = await this.#connect()
      const body = toBody(question, this.model, manners)
      return { answer: toAnswer(await client.chat.completions.create(body, { signal })), less: undefined }
    } catch (error) {
      const answer: ChatAnswer = { status: 'failed', ...failureOf(error, signal), usage: noUsage }
      return { answer, less: lessDemanding(error, manners) }
    }
  }

  #connect(): Promise<OpenAI> {
    this.#client ??= createClient(this.#options)
    return this.#client
  }
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
  maxTokens: 200,
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

const addUsage = (a: ChatUsage, b: ChatUsage): ChatUsage => ({
  promptTokens: a.promptTokens + b.promptTokens,
  completionTokens: a.completionTokens + b.completionTokens,
})
