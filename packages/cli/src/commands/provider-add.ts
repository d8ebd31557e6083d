import { type RegisterIntegration, unwrap } from '@bindery/client'
import type { Call, Command } from '../command.ts'
import { optionalArgument, textFlag } from '../command-line/parameter.ts'
import { missingInput, usageError } from '../failures/cli-error.ts'
import { type ProviderSource, sourceOf } from '../input/source-of.ts'
import { answerOf } from '../schemas/output-schema.ts'

export const sourceArgument = optionalArgument(
  'source',
  'Address, postgres://user@host/name, a file, or - for standard input',
)
const kind = textFlag('kind', 'Its short name, by which everything else calls it')
const name = textFlag('name', 'Its name for people')
const pack = textFlag('pack', 'A connector pack that says where it is', { names: 'pack' })
const baseUrl = textFlag('base-url', 'Where it is called, unless its description says so')

/** The flags of whatever adds a provider. */
export const addFlags = [kind, name, pack, baseUrl] as const

export const command: Command = {
  summary: 'Adds a provider: what it is is found out from its description',
  takes: [sourceArgument, ...addFlags],
  output: answerOf('POST /api/v1/integrations'),
  example: 'provider add https://api.acme.example/openapi.json --kind acme',
  run: async (call) => {
    const body = await registration(call)
    const { data } = unwrap(await call.api.POST('/api/v1/integrations', { body }))
    return { data, note: `Next: bindery provider connect ${data.kind}, then bindery discover ${data.kind}` }
  },
}

/** What is registered, from a pack or from what the source turns out to be. Changes nothing. */
export async function registration(call: Call): Promise<RegisterIntegration> {
  const { get, world } = call
  const [shortName, title] = [get(kind), get(name)]
  const named = {
    ...(shortName !== undefined && { kind: shortName }),
    ...(title !== undefined && { name: title }),
  }
  const packName = get(pack)
  if (packName !== undefined) return { pack: packName, ...named }
  const text = get(sourceArgument)
  if (text === undefined) throw missingInput('<source> is missing.', 'Give an address or a file, or --pack.')
  return { ...(await detected(call, sourceOf(text, world.folder))), ...named }
}

async function detected(call: Call, from: ProviderSource): Promise<RegisterIntegration> {
  const { reader, get, lookups } = call
  const document = from.from === 'file' ? await reader.text(from.path) : ''
  const asked =
    from.from === 'dsn' ? { dsn: from.dsn } : from.from === 'url' ? { url: from.url } : { document }
  const { data } = unwrap(await lookups.POST('/api/v1/integrations/detect', { body: asked }))
  const type = types.find((known) => known === data.type)
  if (type === undefined)
    throw usageError(`This is a description of type "${data.type}", which cannot be added.`)
  const server = get(baseUrl) ?? data.servers[0]
  const needsAddress = from.from !== 'dsn'
  if (needsAddress && server === undefined)
    throw missingInput(
      'The description does not say where the provider is called.',
      'Give --base-url <address>.',
    )
  return {
    ...data.suggested,
    type,
    ...(from.from === 'url' && { source: { url: from.url } }),
    ...(from.from === 'file' && { source: { document } }),
    environments: slots(call, needsAddress ? server : undefined),
  }
}

const types = ['custom_api', 'graphql', 'mcp_server', 'mysql', 'openapi', 'postgres'] as const

/** The same address in development and production, unless --env names one. */
function slots({ settings }: Call, address: string | undefined): Record<string, { baseUrl: string }> {
  if (address === undefined) return {}
  const environments = settings.env === undefined ? ['development', 'production'] : [settings.env]
  return Object.fromEntries(environments.map((environment) => [environment, { baseUrl: address }]))
}
