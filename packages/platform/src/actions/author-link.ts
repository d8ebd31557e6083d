import { type Binding, isJsonObject, type Issue, PlatformError } from '@bindery/model'
import {
  type ActionLinkRow,
  deleteSkill,
  findActionLink,
  findIntegrationById,
  insertActionLink,
  type IntegrationRow,
  lockSharedActions,
  rewriteActionLink,
  type SharedActionRow,
  type SkillRow,
  type Transaction,
} from '@bindery/store'
import type { Principal } from '../kernel/principal.ts'
import { revokeTokens } from '../credentials/revoke-tokens.ts'
import { newId } from '../kernel/ids.ts'
import { leaveIntegrations } from '../integrations/leave.ts'
import type { Needs } from '../kernel/needs.ts'
import { createFromBinding, rewriteFromBinding } from '../skills/author-skill.ts'
import { requireAgent, requireSkill } from '../kernel/require-skill.ts'
import { ActionLink } from '../integrations/action-link.ts'
import { operationOf, requestOf } from '../integrations/actions-document.ts'
import { requireAction, requireAuthored } from './author-action.ts'
import { bindingOf } from './binding-of.ts'
import { requireCallable } from './check-shared-action.ts'
import { definitionOf, toStoredJson } from '../integrations/shared-action.ts'
import { storeActionsCatalog } from '../integrations/store-actions-catalog.ts'

export interface LinkedSkill {
  readonly link: ActionLinkRow
  readonly skill: SkillRow
  readonly warnings: readonly Issue[]
}

export interface NewLink {
  readonly agentId: string
  readonly kind: string
  readonly actionId: string
  readonly link: ActionLink
  readonly enabled: boolean
}

/** Gives an agent an action as a skill. Throws `template_invalid`, `binding_invalid`, `duplicate_name`. */
export async function createLink(
  services: Needs<'store'>,
  principal: Principal,
  input: NewLink,
): Promise<LinkedSkill> {
  return services.store.run(principal.organizationId, async (transaction) => {
    await requireAgent(transaction, input.agentId)
    const integration = await requireAuthored(transaction, input.kind)
    await lockSharedActions(transaction, integration.id)
    const action = await requireAction(transaction, integration, input.actionId)
    return insertLink(services, transaction, { ...input, principal, integration, action })
  })
}

export interface LinkInsertion extends Pick<NewLink, 'agentId' | 'link' | 'enabled'> {
  /** Where the skill comes from: an action that agents share, unless this says otherwise. */
  readonly origin?: 'action'
  readonly principal: Principal
  readonly integration: IntegrationRow
  readonly action: SharedActionRow
}

/** The same inside a transaction that does more. */
export async function insertLink(
  services: Needs<'store'>,
  transaction: Transaction,
  { principal, integration, action, agentId, link, enabled, origin }: LinkInsertion,
): Promise<LinkedSkill> {
  const { organizationId } = principal
  const definition = toStoredJson(link)
  const id = newId()
  requireCallable(requestOf(definitionOf(action), link))
  await storeActionsCatalog(transaction, integration, [{ id, actionId: action.id, definition }])
  const binding = bindingOf(operationOf(action.slug, { id, definition }), definitionOf(action), link)
  const { row, warnings } = await createFromBinding(services, transaction, {
    principal,
    place: { agentId, kind: integration.kind, binding: { ...binding, enabled } },
    origin: origin ?? 'shared_action',
  })
  await insertActionLink(transaction, {
    organizationId,
    id,
    actionId: action.id,
    skillId: row.id,
    definition,
  })
  return { link: await requireLink(transaction, agentId, id), skill: row, warnings }
}

export interface LinkEdit {
  readonly agentId: string
  readonly linkId: string
  readonly edit: object
  readonly raw: unknown
}

/** Changes how an agent uses an action; a write is disabled again. */
export async function editLink(
  services: Needs<'store'>,
  principal: Principal,
  { agentId, linkId, edit, raw }: LinkEdit,
): Promise<LinkedSkill> {
  return services.store.run(principal.organizationId, async (transaction) => {
    const { link, integration } = await requirePlace(transaction, agentId, linkId)
    const action = await requireAction(transaction, integration, link.actionId)
    const named = isJsonObject(raw) ? Object.keys(raw) : []
    const changes = Object.entries(edit).filter(([name]) => named.includes(name))
    const settings = ActionLink.parse({ ...link.definition, ...Object.fromEntries(changes) })
    requireCallable(requestOf(definitionOf(action), settings))
    const definition = toStoredJson(settings)
    await rewriteActionLink(transaction, linkId, definition)
    await storeActionsCatalog(transaction, integration)
    const skill = await requireSkill(transaction, agentId, link.skillId)
    const { row, warnings } = await rewriteFromBinding(services, transaction, {
      principal,
      skill,
      binding: withEnabled(
        bindingOf(operationOf(action.slug, { id: linkId, definition }), definitionOf(action), settings),
        skill,
      ),
    })
    return { link: await requireLink(transaction, agentId, linkId), skill: row, warnings }
  })
}

/** Takes an action from an agent, with its skill, and with what was made for that skill only. */
export async function removeLink(
  services: Needs<'egress' | 'runCaches' | 'store'>,
  principal: Principal,
  { agentId, linkId }: { readonly agentId: string; readonly linkId: string },
): Promise<void> {
  const { organizationId, actor } = principal
  const gone = await services.store.run(organizationId, async (transaction) => {
    const link = await requireLink(transaction, agentId, linkId)
    const left = await leaveIntegrations(services, transaction, {
      principal,
      integrationIds: [link.integrationId],
      remove: () => deleteSkill(transaction, link.skillId),
    })
    await services.store.audit.append(transaction, organizationId, {
      actor,
      action: 'skill.deleted',
      subject: link.skillId,
      detail: { functionName: link.functionName, compiledHash: link.skillHash, linkId },
    })
    return left
  })
  for (const integration of gone) await revokeTokens(services, principal, integration)
}

/** A read stays as enabled as it was. */
const withEnabled = (binding: Binding, skill: SkillRow): Binding => ({
  ...binding,
  enabled: skill.isEnabled,
})

async function requirePlace(transaction: Transaction, agentId: string, linkId: string) {
  const link = await requireLink(transaction, agentId, linkId)
  const integration = await findIntegrationById(transaction, link.integrationId)
  if (integration === undefined) throw linkMissing(linkId)
  await lockSharedActions(transaction, integration.id)
  return { link, integration }
}

export async function requireLink(
  transaction: Transaction,
  agentId: string,
  linkId: string,
): Promise<ActionLinkRow> {
  const agent = await requireAgent(transaction, agentId)
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(linkId)
  const link = isId ? await findActionLink(transaction, agent.id, linkId) : undefined
  if (link === undefined) throw linkMissing(linkId)
  return link
}

const linkMissing = (linkId: string): PlatformError =>
  new PlatformError('not_found', `There is no action link "${linkId}" on this agent.`)
