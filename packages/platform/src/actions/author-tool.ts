import { PlatformError } from '@bindery/model'
import {
  type ActionLinkRow,
  deleteSharedAction,
  deleteSkill,
  findIntegrationById,
  type IntegrationRow,
  listActionLinks,
  listEnvironments,
  lockSharedActions,
  type SharedActionRow,
  type SkillRow,
  type Transaction,
} from '@bindery/store'
import { isAuthored } from '@bindery/sources'
import type { Principal } from '../kernel/principal.ts'
import { revokeTokens } from '../credentials/revoke-tokens.ts'
import { leaveIntegrations } from '../integrations/leave.ts'
import type { Needs } from '../kernel/needs.ts'
import { requireAgent, requireSkill } from '../kernel/require-skill.ts'
import { ActionLink } from '../integrations/action-link.ts'
import { insertAction, linksOf, requireAction } from './author-action.ts'
import { insertLink, requireLink } from './author-link.ts'
import { requestOf } from '../integrations/actions-document.ts'
import { requireCallable } from './check-shared-action.ts'
import { actionOfTool, type CustomTool } from './custom-tool.ts'

export interface ToolPlace {
  readonly agentId: string
  readonly integrationId: string
}

export interface StoredTool {
  readonly link: ActionLinkRow
  readonly action: SharedActionRow
  readonly skill: SkillRow
}

/** The custom integration with that id; throws `not_found`. */
export async function requireCustom(
  transaction: Transaction,
  { agentId, integrationId }: ToolPlace,
): Promise<IntegrationRow> {
  await requireAgent(transaction, agentId)
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(integrationId)
  const found = isId ? await findIntegrationById(transaction, integrationId) : undefined
  if (found !== undefined && isAuthored(found.type)) return found
  throw new PlatformError('not_found', `There is no custom API "${integrationId}".`)
}

/** Describes an action and gives it to the agent, disabled, in one step. */
export async function createTool(
  services: Needs<'store'>,
  principal: Principal,
  place: ToolPlace & { readonly tool: CustomTool },
): Promise<StoredTool> {
  return services.store.run(principal.organizationId, async (transaction) => {
    const integration = await requireCustom(transaction, place)
    const [slot] = await listEnvironments(transaction, integration.id)
    if (slot === undefined) {
      throw new PlatformError('environment_not_configured', `"${integration.kind}" has no base URL yet.`)
    }
    await lockSharedActions(transaction, integration.id)
    const definition = actionOfTool(place.tool, slot.baseUrl)
    requireCallable(requestOf(definition))
    const action = await insertAction(services, transaction, { principal, integration, definition })
    const { agentId } = place
    const link = ActionLink.parse({})
    const made = await insertLink(services, transaction, {
      principal,
      integration,
      action,
      agentId,
      link,
      enabled: false,
    })
    return { link: made.link, action, skill: made.skill }
  })
}

export async function listTools(transaction: Transaction, place: ToolPlace): Promise<readonly StoredTool[]> {
  const integration = await requireCustom(transaction, place)
  const tools: StoredTool[] = []
  for (const link of await listActionLinks(transaction, integration.id)) {
    if (link.agentId !== place.agentId) continue
    const action = await requireAction(transaction, integration, link.actionId)
    tools.push({ link, action, skill: await requireSkill(transaction, place.agentId, link.skillId) })
  }
  return tools
}

/** Takes a tool from the agent, and its action with it when no other link needs that. */
export async function removeTool(
  services: Needs<'egress' | 'runCaches' | 'store'>,
  principal: Principal,
  { toolId, ...place }: ToolPlace & { readonly toolId: string },
): Promise<void> {
  const { organizationId, actor } = principal
  const gone = await services.store.run(organizationId, async (transaction) => {
    const integration = await requireCustom(transaction, place)
    const link = await requireLink(transaction, place.agentId, toolId)
    if (link.integrationId !== integration.id) {
      throw new PlatformError('not_found', `"${integration.kind}" has no tool "${toolId}".`)
    }
    const remove = async () => {
      await deleteSkill(transaction, link.skillId)
      const others = await linksOf(transaction, integration, link.actionId)
      if (others.length === 0) await deleteSharedAction(transaction, link.actionId)
    }
    const left = await leaveIntegrations(services, transaction, {
      principal,
      integrationIds: [integration.id],
      remove,
    })
    await services.store.audit.append(transaction, organizationId, {
      actor,
      action: 'skill.deleted',
      subject: link.skillId,
      detail: { functionName: link.functionName, compiledHash: link.skillHash },
    })
    return left
  })
  for (const left of gone) await revokeTokens(services, principal, left)
}
