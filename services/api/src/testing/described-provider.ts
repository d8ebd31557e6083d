import { text } from 'node:stream/consumers'
import { startProvider } from '@bindery/connection/testing'
import type { BindingInputDocument } from '@bindery/model'
import { z } from 'zod'
import { idOf, must } from './clinic-server.ts'
import { type ApiAnswer, startTestServer, type TestServer } from './test-server.ts'

/** What a provider answers with; an object or a list is sent as JSON. */
export interface ProviderAnswer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

export interface SentRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: string
}

export interface Registration {
  /** `openapi` when absent. */
  readonly type?: string
  /** The description, as JSON or as text. */
  readonly document: object | string
  /** Path of the base URL; none when absent. */
  readonly path?: string
  readonly credentials?: object
  readonly environments?: readonly string[]
}

/** A test server, and a provider on this machine that is described as a test likes and answers as it says. */
export interface DescribedProvider extends TestServer {
  readonly agentId: string
  readonly sent: SentRequest[]
  /** Sets the answer to every request from now on. */
  readonly answer: (answer: ProviderAnswer | ((request: SentRequest) => ProviderAnswer)) => void
  /** Registers, connects and discovers an integration; gives its kind. */
  readonly register: (registration: Registration) => Promise<string>
  readonly validate: (kind: string, binding: BindingInputDocument) => Promise<ApiAnswer>
  /** Binds, enables (acknowledging a write) and publishes; gives the skill's id. */
  readonly publish: (kind: string, binding: BindingInputDocument) => Promise<string>
  /** Runs a skill, approved where it waits for a person. */
  readonly run: (skillId: string, params?: object) => Promise<ApiAnswer>
}

export async function startDescribedProvider(): Promise<DescribedProvider> {
  const sent: SentRequest[] = []
  let answerTo: (request: SentRequest) => ProviderAnswer = () => ({ body: { ok: true } })
  const provider = await startProvider((request, response) => {
    void text(request).then((body) => {
      const { method = '', url = '', headers } = request
      const seen = { method, url, headers, body }
      sent.push(seen)
      const answer = answerTo(seen)
      response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers })
      response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? null))
    })
  })
  const server = await startTestServer()
  const agentId = idOf(await must(server.api('POST', '/agents', { body: { name: 'front-desk' } })))
  return {
    ...server,
    agentId,
    sent,
    answer: (answer) => {
      answerTo = typeof answer === 'function' ? answer : () => answer
    },
    register: registering(server, provider.origin),
    ...skillsOf(server, agentId),
    close: async () => {
      await server.close()
      await provider.close()
    },
  }
}

function registering({ api, address, keyWith }: TestServer, origin: string): DescribedProvider['register'] {
  let count = 0
  return async ({ type = 'openapi', document, path = '', credentials, environments = ['production'] }) => {
    const kind = `provider${count++}`
    const slot = { baseUrl: `${origin}${path}` }
    const slots = Object.fromEntries(environments.map((environment) => [environment, slot]))
    await must(api('POST', '/integrations', { body: { kind, name: kind, type, environments: slots } }))
    const key = await keyWith(['integrations:write'])
    const uploaded = await fetch(`${address}/api/v1/integrations/${kind}/source`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${key}` },
      body: typeof document === 'string' ? document : JSON.stringify(document),
    })
    if (!uploaded.ok) throw new Error(await uploaded.text())
    const [environment] = environments
    const body = { environment, ...(credentials === undefined ? {} : { credentials }) }
    await must(api('POST', `/integrations/${kind}/connect`, { body }))
    await must(api('POST', `/integrations/${kind}/discover`, { headers: { prefer: 'wait=30' } }))
    return kind
  }
}

function skillsOf(
  { api }: TestServer,
  agentId: string,
): Pick<DescribedProvider, 'validate' | 'publish' | 'run'> {
  const bindings = (kind: string): string => `/agents/${agentId}/integrations/${kind}/bindings`
  return {
    validate: (kind, binding) => api('POST', `${bindings(kind)}/validate`, { body: binding }),
    publish: async (kind, binding) => {
      const skillId = idOf(await must(api('POST', bindings(kind), { body: binding })))
      const enable = { isEnabled: true, acknowledge: ['write'] }
      await must(api('PATCH', `/agents/${agentId}/skills/${skillId}`, { body: enable }))
      await must(api('POST', `/agents/${agentId}/publish`))
      return skillId
    },
    run: async (skillId, params = {}) => {
      const ran = await api('POST', `/agents/${agentId}/skills/${skillId}/execute`, { body: { params } })
      if (ran.status !== 202) return ran
      const { confirmationId } = z.object({ confirmationId: z.string() }).parse(ran.data)
      return api('POST', `/confirmations/${confirmationId}/approve`, { body: {} })
    },
  }
}
