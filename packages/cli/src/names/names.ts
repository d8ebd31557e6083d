import { type Client, unwrap } from '@bindery/client'
import { readPages } from './all-pages.ts'
import { type Candidate, pickName } from './pick-name.ts'

export interface Named extends Candidate {
  /** What people call it. */
  readonly name: string
}

export interface NamedSkill extends Named {
  /** The provider that it calls first. */
  readonly integration: string
}

export interface NamedVersion extends Named {
  readonly number: number
}

/** Turns what people call things into what the server calls them. Every method throws CliError for what is not one thing. */
export interface Names {
  readonly agent: (text: string) => Promise<Named>
  /** `id` is its kind, by which every route names it. */
  readonly provider: (text: string) => Promise<Named>
  readonly skill: (agent: Named, text: string) => Promise<NamedSkill>
  /** A version of an agent by its number, or `live`. */
  readonly version: (agent: Named, text: string) => Promise<NamedVersion>
  readonly secret: (text: string) => Promise<Named>
  readonly key: (text: string) => Promise<Named>
  readonly webhook: (text: string) => Promise<Named>
}

/** All of them: names are compared with every one that there is. */
const all = Number.POSITIVE_INFINITY

export function openNames(api: Client): Names {
  return {
    agent: async (text) => pickName({ what: 'agent', text, listedBy: 'agent list' }, await agents(api)),
    provider: async (text) =>
      pickName({ what: 'provider', text, listedBy: 'provider list' }, await providers(api)),
    skill: async (agent, text) =>
      pickName(
        { what: 'skill', of: `agent "${agent.name}"`, text, listedBy: `skill list ${agent.name}` },
        await skills(api, agent.id),
      ),
    version: async (agent, text) =>
      pickName(
        { what: 'version', of: `agent "${agent.name}"`, text, listedBy: `agent versions ${agent.name}` },
        await versions(api, agent.id),
      ),
    secret: async (text) => pickName({ what: 'secret', text, listedBy: 'secret list' }, await secrets(api)),
    key: async (text) => pickName({ what: 'key', text, listedBy: 'key list' }, await keys(api)),
    webhook: async (text) =>
      pickName({ what: 'webhook', text, listedBy: 'webhook list' }, await webhooks(api)),
  }
}

export async function agents(api: Client): Promise<readonly Named[]> {
  const { rows } = await readPages((query) => api.GET('/api/v1/agents', { params: { query } }), all)
  return rows.map(({ id, name }) => ({ id, name, names: [name] }))
}

export async function providers(api: Client): Promise<readonly Named[]> {
  const { rows } = await readPages((query) => api.GET('/api/v1/integrations', { params: { query } }), all)
  return rows.map(({ kind, name }) => ({
    id: kind,
    name: kind,
    names: name === kind ? [kind] : [kind, name],
  }))
}

export async function skills(api: Client, agentId: string): Promise<readonly NamedSkill[]> {
  const ask = '/api/v1/agents/{agentId}/skills'
  const { rows } = await readPages((query) => api.GET(ask, { params: { path: { agentId }, query } }), all)
  return rows.map(({ id, name, functionName, integration }) => ({
    id,
    name: functionName,
    names: [functionName, name],
    integration,
  }))
}

export async function versions(api: Client, agentId: string): Promise<readonly NamedVersion[]> {
  const ask = '/api/v1/agents/{agentId}/versions'
  const { rows } = await readPages((query) => api.GET(ask, { params: { path: { agentId }, query } }), all)
  return rows.map(({ id, number, live }) => ({
    id,
    number,
    name: String(number),
    names: live ? [String(number), `v${number}`, 'live'] : [String(number), `v${number}`],
  }))
}

export async function secrets(api: Client): Promise<readonly Named[]> {
  const { rows } = await readPages((query) => api.GET('/api/v1/secrets', { params: { query } }), all)
  return rows.map(({ id, name }) => ({ id, name, names: [name] }))
}

export async function keys(api: Client): Promise<readonly Named[]> {
  const { rows } = await readPages((query) => api.GET('/api/v1/api-keys', { params: { query } }), all)
  return rows.map(({ id, name, prefix }) => ({ id, name, names: [name, prefix] }))
}

export async function webhooks(api: Client): Promise<readonly Named[]> {
  const { data } = unwrap(await api.GET('/api/v1/webhooks'))
  return data.map(({ id, url, description }) => ({
    id,
    name: url,
    names: [url, ...(description === null ? [] : [description])],
  }))
}
