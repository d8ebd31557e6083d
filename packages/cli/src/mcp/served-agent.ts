import type { Call } from '../command.ts'
import { choiceFlag, textFlag } from '../command-line/parameter.ts'
import { missingInput } from '../failures/cli-error.ts'
import { agentArgument } from '../names/name-arguments.ts'
import { membersOf } from '../output/rows.ts'
import { openSession } from '../session/session.ts'
import {
  clientConfigs,
  type ClientConfig,
  type ClientName,
  type Served,
  vscodeInputs,
} from './client-configs.ts'

const names = Object.keys(clientConfigs).filter((name): name is ClientName =>
  Object.hasOwn(clientConfigs, name),
)
const client = choiceFlag('client', 'Which client', names)
const name = textFlag('name', 'What the client calls it; the name of the agent when absent')

export const clientFlags = [agentArgument, client, name] as const

/** The configuration that --client asks for, of the agent that is named. Throws CliError. */
export async function wantedConfig(call: Call): Promise<ClientConfig & { readonly client: ClientName }> {
  const { get, world } = call
  const wanted = get(client)
  if (wanted === undefined) throw missingInput('--client is missing.', `Give one of ${names.join(', ')}.`)
  const served = await servedAgent(call)
  return { client: wanted, ...clientConfigs[wanted](served, world) }
}

export async function servedAgent({
  get,
  names: resolver,
  settings,
  world,
}: Call): Promise<Served & { id: string }> {
  const agent = await resolver.agent(get(agentArgument))
  const { server } = openSession(settings, world.environment)
  return {
    id: agent.id,
    agent: agent.name,
    name: get(name) ?? agent.name,
    server,
    endpoint: `${server}/mcp/agents/${agent.id}`,
  }
}

/** The whole of a configuration file: what stands there with ours put in its place, by the names of servers. */
export function mergedConfig(
  before: unknown,
  { client: which, members }: ClientConfig & { client: ClientName },
): unknown {
  const whole = new Map(membersOf(before))
  for (const [member, servers] of Object.entries(members))
    whole.set(member, { ...Object.fromEntries(membersOf(whole.get(member))), ...servers })
  if (which === 'vscode') whole.set('inputs', mergedInputs(whole.get('inputs')))
  return Object.fromEntries(whole)
}

function mergedInputs(before: unknown): readonly unknown[] {
  const others = Array.isArray(before) ? before.map((one: unknown) => one) : []
  const isOurs = (input: unknown): boolean => vscodeInputs.some(({ id }) => id === membersOf(input).get('id'))
  return [...others.filter((input) => !isOurs(input)), ...vscodeInputs]
}
