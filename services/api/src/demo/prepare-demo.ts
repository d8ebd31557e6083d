import { Binding, type JsonObject, StepsBinding } from '@bindery/model'
import {
  findAgentByName,
  findIntegration,
  insertAgent,
  listEnvironments,
  listSkills,
  type SkillRow,
} from '@bindery/store'
import type { Services } from '../services.ts'
import { type DemoIntegration, demoIntegrations } from './demo-integrations.ts'
import { demoQuestions, providersOf } from './demo-questions.ts'
import { callerSkills, furtherSkills } from './demo-skills.ts'
import type { DemoProviders } from './start-providers.ts'
import { publishAgent } from '@bindery/platform/agents'
import { newAgentId, type Principal } from '@bindery/platform/kernel'
import { startDiscovery } from '@bindery/platform/discovery'
import { connectIntegration, editIntegration, registerIntegration } from '@bindery/platform/integrations'
import { createSkill, readSkill, switchSkills, toPlace } from '@bindery/platform/skills'

export interface DemoAgent {
  readonly agentId: string
  /** The skills that find a caller, by the kind of their integration; those that still exist. */
  readonly callers: readonly { readonly kind: string; readonly skillId: string }[]
  /** Those that answer a question in one call; those that still exist. */
  readonly questions: readonly {
    readonly asked: string
    readonly params: JsonObject
    readonly skillId: string
  }[]
}

/** Connects the demo providers and publishes skills on the agent `demo`. Done once; later starts only follow the ports. */
export async function prepareDemo(
  services: Services,
  principal: Principal,
  providers: DemoProviders,
): Promise<DemoAgent> {
  const integrations = demoIntegrations(providers)
  const existing = await findDemo(services, principal)
  if (existing !== undefined) {
    for (const integration of integrations) await followPort(services, principal, integration)
    return existing
  }
  const connected = integrations.map((integration) => connectDemo(services, principal, integration))
  return makeAgent(services, principal, await Promise.all(connected))
}

/** The kind that was connected; undefined when an integration of that kind is somebody's own. */
async function connectDemo(
  services: Services,
  principal: Principal,
  integration: DemoIntegration,
): Promise<string | undefined> {
  const { registration, credentials, ready } = integration
  const { kind, name } = registration
  const known = await services.store.run(principal.organizationId, (transaction) =>
    findIntegration(transaction, kind),
  )
  if (known !== undefined && known.name !== name) return undefined
  // A first start that was cut off leaves integrations without an agent.
  if (known === undefined) await registerIntegration(services, principal, registration)
  else await followPort(services, principal, integration)
  for (const environment of ['development', 'production'] as const) {
    await connectIntegration(services, principal, { kind, environment, credentials })
  }
  await ready
  await startDiscovery(services, principal, { kind, environment: 'production', waitMs: 30_000 })
  return kind
}

async function makeAgent(
  services: Services,
  principal: Principal,
  kinds: readonly (string | undefined)[],
): Promise<DemoAgent> {
  const agentId = newAgentId()
  const { organizationId } = principal
  await services.store.run(organizationId, (transaction) =>
    insertAgent(transaction, {
      organizationId,
      id: agentId,
      name: 'demo',
      description: 'Answers the telephone for a clinic, a support desk and a field service',
    }),
  )
  const made: SkillRow[] = []
  const possible = [...callerSkills, ...furtherSkills].filter(({ kind }) => kinds.includes(kind))
  for (const { kind, binding } of possible) {
    const { row } = await createSkill(services, principal, { agentId, kind, binding: Binding.parse(binding) })
    made.push(row)
  }
  for (const { binding } of demoQuestions.filter(({ binding: asked }) =>
    isAmong(kinds, providersOf(asked)),
  )) {
    const place = toPlace(agentId, StepsBinding.parse(binding))
    made.push((await createSkill(services, principal, place)).row)
  }
  const skillIds = made.map((row) => row.id)
  const acknowledge = ['write', 'optional_identity'] as const
  await switchSkills(services, principal, { agentId, skillIds, state: 'enabled', acknowledge })
  await publishAgent(services, principal, {
    agentId,
    note: 'Made at the first start',
    ifMatch: undefined,
    draftHash: undefined,
    acknowledge: [],
  })
  return toDemoAgent(agentId, made)
}

async function findDemo(services: Services, principal: Principal): Promise<DemoAgent | undefined> {
  return services.store.run(principal.organizationId, async (transaction) => {
    const agent = await findAgentByName(transaction, 'demo')
    if (agent === undefined) return undefined
    return toDemoAgent(agent.id, await listSkills(transaction, agent.id))
  })
}

const isAmong = (kinds: readonly (string | undefined)[], wanted: readonly string[]): boolean =>
  wanted.every((kind) => kinds.includes(kind))

function toDemoAgent(agentId: string, rows: readonly SkillRow[]): DemoAgent {
  const skillOf = (kind: string | undefined, toolName: string): readonly SkillRow[] =>
    rows.filter((row) => row.kind === kind && readSkill(row.bytes).toolName === toolName)
  return {
    agentId,
    callers: callerSkills.flatMap(({ kind, binding }) =>
      skillOf(kind, binding.toolName).map(({ id }) => ({ kind, skillId: id })),
    ),
    questions: demoQuestions.flatMap(({ asked, params, binding }) =>
      skillOf(providersOf(binding)[0], binding.toolName).map(({ id }) => ({ asked, params, skillId: id })),
    ),
  }
}

/** A provider may have had to take another port than last time. What somebody else made of an integration is left alone. */
async function followPort(
  services: Services,
  principal: Principal,
  { registration, baseUrl, credentials }: DemoIntegration,
): Promise<void> {
  const { kind, name, source } = registration
  const slots = await services.store.run(principal.organizationId, async (transaction) => {
    const integration = await findIntegration(transaction, kind)
    if (integration === undefined || integration.name !== name) return []
    return listEnvironments(transaction, integration.id)
  })
  const own = slots.filter((slot) => baseUrl === undefined || slot.baseUrl.startsWith('http://127.0.0.1:'))
  if (own.every((slot) => slot.baseUrl === baseUrl)) return
  if (baseUrl !== undefined) {
    const environments = Object.fromEntries(own.map(({ environment }) => [environment, { baseUrl }]))
    await editIntegration(services, principal, { kind, change: { source, environments } })
  }
  for (const { environment } of own)
    await connectIntegration(services, principal, { kind, environment, credentials })
}
