import { z } from 'zod'

/** How a call ended, and how long it took. */
export interface Timed {
  readonly ms: number
  readonly status: number
}

const Id = z.object({ data: z.object({ id: z.string() }) })
const Linked = z.object({ data: z.object({ skillId: z.string() }) })

/** Two skills of one organisation, made as an operator makes them: one with a small answer, one with a large one. */
export class Organization {
  readonly #server: string
  readonly #key: string
  readonly #paths = new Map<'small' | 'large', string>()

  constructor(server: string, key: string) {
    this.#server = server
    this.#key = key
  }

  async prepare(provider: string): Promise<void> {
    const environments = { production: { baseUrl: provider } }
    await this.#post('/integrations', { kind: 'shop', name: 'Shop', type: 'custom_api', environments })
    const credentials = { api_key: 'a-key-of-some-length', in: 'header', name: 'X-Key' }
    await this.#post('/integrations/shop/connect', { credentials, verify: false })
    const agentId = Id.parse(await this.#post('/agents', { name: 'bench' })).data.id
    for (const size of ['small', 'large'] as const) {
      const action = {
        name: size,
        description: `Reads a ${size} answer.`,
        method: 'GET',
        path: `/${size}`,
        rateLimitPerMinute: 10_000,
      }
      const actionId = Id.parse(await this.#post('/integrations/shop/shared-actions', action)).data.id
      const link = { kind: 'shop', actionId }
      const { skillId } = Linked.parse(await this.#post(`/agents/${agentId}/action-links`, link)).data
      await this.#send('PATCH', `/agents/${agentId}/skills/${skillId}`, { isEnabled: true })
      this.#paths.set(size, `/agents/${agentId}/skills/${skillId}/execute`)
    }
    await this.#post(`/agents/${agentId}/publish`, {})
  }

  async call(size: 'small' | 'large'): Promise<Timed> {
    const began = performance.now()
    const answer = await this.#fetch('POST', this.#paths.get(size) ?? '', {})
    await answer.arrayBuffer()
    return { ms: performance.now() - began, status: answer.status }
  }

  #post(path: string, body: object): Promise<unknown> {
    return this.#send('POST', path, body)
  }

  async #send(method: string, path: string, body: object): Promise<unknown> {
    const answer = await this.#fetch(method, path, body)
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`)
    return answer.json()
  }

  #fetch(method: string, path: string, body: object): Promise<Response> {
    const headers = { authorization: `Bearer ${this.#key}`, 'content-type': 'application/json' }
    return fetch(`${this.#server}/api/v1${path}`, { method, headers, body: JSON.stringify(body) })
  }
}
