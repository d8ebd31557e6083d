import { nowhere, parseCredentials } from '@bindery/connection'
import { type Environment, type JsonObject, PlatformError, shortName, within } from '@bindery/model'
import {
  deleteSkill,
  findIntegration,
  findIntegrationById,
  type IntegrationRow,
  listEnvironments,
  listSkills,
  listSkillsOfIntegration,
  type SkillRow,
} from '@bindery/store'
import type { CatalogCounts } from '../../kernel/introspector.ts'
import type { Principal } from '../../kernel/principal.ts'
import { failureOf } from '../../discovery/job-failure.ts'
import { startDiscovery } from '../../discovery/start-discovery.ts'
import { connectIntegration } from '../../integrations/connect.ts'
import { openForDiscovery } from '../../integrations/open-integration.ts'
import { editIntegration, registerIntegration } from '../../integrations/register.ts'
import { removeIntegration } from '../../integrations/remove.ts'
import type { Needs } from '../../kernel/needs.ts'
import { requireAgent } from '../../kernel/require-skill.ts'
import { type SyncedTools, syncTools } from './sync-tools.ts'

const source = 'mcp'
const environment: Environment = 'production'

export interface ServerSettings {
  readonly agentId: string
  readonly name: string
  readonly serverUrl: string
  readonly authType: string
  readonly authConfig: JsonObject
}

export interface ServerPlace {
  readonly agentId: string
  readonly integrationId: string
}

/**
 * Registers and connects a server under the slug of its name, or changes the one that has it. Throws `duplicate_name` when
 * another kind of integration has it, `validation_error`, `egress_blocked`.
 */
export async function configureServer(
  services: Needs<'config' | 'egress' | 'packs' | 'publicUrl' | 'runCaches' | 'store'>,
  principal: Principal,
  settings: ServerSettings,
): Promise<IntegrationRow> {
  const kind = slugOf(settings.name)
  const { organizationId } = principal
  checkCredentials(settings)
  const known = await services.store.run(organizationId, async (transaction) => {
    await requireAgent(transaction, settings.agentId)
    return findIntegration(transaction, kind)
  })
  if (known !== undefined && known.type !== source)
    throw new PlatformError('duplicate_name', `There is an integration "${kind}" already, of another type.`)
  const environments = { [environment]: { baseUrl: settings.serverUrl } }
  const { name } = settings
  const { integration } =
    known === undefined
      ? await registerIntegration(services, principal, { kind, name, type: source, environments })
      : await editIntegration(services, principal, { kind, change: { name, environments } })
  await connectIntegration(services, principal, {
    kind,
    environment,
    authType: settings.authType,
    credentials: settings.authConfig,
  })
  return integration
}

/** Discovers the tools and makes the skills of the agent follow them. Throws what the discovery failed with. */
export async function discoverServer(
  services: Needs<'jobs' | 'store'>,
  principal: Principal,
  place: ServerPlace,
): Promise<SyncedTools> {
  const { kind } = await requireServer(services, principal, place)
  const job = await startDiscovery(services, principal, { kind, environment, waitMs: 100_000 })
  if (job.status === 'failed' || job.status === 'cancelled') throw failureOf(job.outcome ?? {})
  if (job.status !== 'done')
    throw new PlatformError('overloaded', 'The discovery is still running. Ask again in a moment.')
  const integration = await requireServer(services, principal, place)
  return syncTools(services, { principal, agentId: place.agentId, integration })
}

export type ServerTest =
  | { readonly ok: true; readonly toolCount: number }
  | { readonly ok: false; readonly error: PlatformError }

/** Lists the tools without storing anything, in a process of its own like every reading of what others wrote. */
export async function testServer(
  services: Needs<'children' | 'config' | 'egress' | 'runCaches' | 'store'>,
  principal: Principal,
  place: ServerPlace & { readonly signal: AbortSignal },
): Promise<ServerTest> {
  const integration = await requireServer(services, principal, place)
  let toolCount = 0
  try {
    const slots = await services.store.run(principal.organizationId, (transaction) =>
      listEnvironments(transaction, integration.id),
    )
    const task = {
      source,
      knownPages: [],
      connection: await openForDiscovery(services, { integration, slots }, environment),
      sink: {
        phase: async () => undefined,
        counts: async (counts: CatalogCounts) => {
          toolCount = counts.operationCount
        },
        page: async () => undefined,
        issues: async () => undefined,
      },
    }
    await within(place.signal, 30_000, (signal) => services.children.introspect({ ...task, signal }))
    return { ok: true, toolCount }
  } catch (error) {
    if (error instanceof PlatformError) return { ok: false, error }
    throw error
  }
}

/** The skills that the tools of a server gave an agent. */
export async function listServerTools(
  services: Needs<'store'>,
  principal: Principal,
  place: ServerPlace,
): Promise<readonly SkillRow[]> {
  const { id } = await requireServer(services, principal, place)
  return services.store.run(principal.organizationId, async (transaction) => {
    const agent = await requireAgent(transaction, place.agentId)
    return (await listSkills(transaction, agent.id)).filter(
      (row) => row.integrationId === id && row.origin === 'mcp',
    )
  })
}

/** Forgets a server and the drafts of its tools. Throws `integration_in_use` while a skill of it is on, or another agent's. */
export async function removeServer(
  services: Needs<'egress' | 'runCaches' | 'store'>,
  principal: Principal,
  place: ServerPlace,
): Promise<void> {
  const { id, kind } = await requireServer(services, principal, place)
  await services.store.run(principal.organizationId, async (transaction) => {
    const agent = await requireAgent(transaction, place.agentId)
    const rows = await listSkillsOfIntegration(transaction, id)
    const isDraft = (row: SkillRow): boolean =>
      row.agentId === agent.id && row.origin === 'mcp' && !row.isEnabled
    // One skill in use keeps all of them: nothing is removed by halves.
    if (!rows.every(isDraft)) return
    for (const row of rows) await deleteSkill(transaction, row.id)
  })
  await removeIntegration(services, principal, kind)
}

async function requireServer(
  services: Needs<'store'>,
  { organizationId }: Principal,
  { agentId, integrationId }: ServerPlace,
): Promise<IntegrationRow> {
  const found = await services.store.run(organizationId, async (transaction) => {
    await requireAgent(transaction, agentId)
    const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(integrationId)
    return isId
      ? findIntegrationById(transaction, integrationId)
      : findIntegration(transaction, integrationId)
  })
  if (found?.type === source) return found
  throw new PlatformError('not_found', `There is no MCP server "${integrationId.slice(0, 64)}".`)
}

/** A credential that does not fit is refused before anything is registered for it. */
function checkCredentials({ authType, authConfig }: ServerSettings): void {
  const parsed = parseCredentials(authType, authConfig, nowhere)
  if (parsed.ok) return
  const issues = parsed.failure.map((issue) => ({ ...issue, path: ['auth_config', ...issue.path] }))
  throw new PlatformError('validation_error', `The credential does not fit auth_type "${authType}".`, {
    issues,
  })
}

function slugOf(name: string): string {
  const slug = name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .join('-')
  if (slug !== '') return shortName(slug, 60, '-')
  throw new PlatformError('validation_error', '"name" needs a letter or a digit.')
}
