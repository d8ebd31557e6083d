import { PlatformError } from '@bindery/model'
import { isAuthored } from '@bindery/sources'
import {
  type AuditAction,
  type ActionLinkRow,
  deleteSharedAction,
  insertSharedAction,
  type IntegrationRow,
  listActionLinks,
  listSharedActions,
  lockSharedActions,
  rewriteSharedAction,
  type SharedActionRow,
  type Transaction,
} from '@bindery/store'
import type { Principal } from '../kernel/principal.ts'
import { newId } from '../kernel/ids.ts'
import { requireIntegration } from '../kernel/find-integration.ts'
import type { Needs } from '../kernel/needs.ts'
import { rewriteFromBinding } from '../skills/author-skill.ts'
import { requireSkill } from '../kernel/require-skill.ts'
import { readSkill } from '../skills/read-skill.ts'
import { linkOf } from '../integrations/action-link.ts'
import { operationOf, requestOf } from '../integrations/actions-document.ts'
import { bindingOf } from './binding-of.ts'
import { requireCallable } from './check-shared-action.ts'
import {
  definitionOf,
  editDefinition,
  type SharedAction,
  slugOf,
  toStoredJson,
} from '../integrations/shared-action.ts'
import { storeActionsCatalog } from '../integrations/store-actions-catalog.ts'

/** The integration of that kind, whose actions are described by hand. Throws `not_found`. */
export async function requireAuthored(transaction: Transaction, kind: string): Promise<IntegrationRow> {
  const integration = await requireIntegration(transaction, kind)
  if (isAuthored(integration.type)) return integration
  throw new PlatformError(
    'not_found',
    `"${kind}" has no shared actions: it describes itself. Register an integration of type custom_api.`,
  )
}

export async function requireAction(
  transaction: Transaction,
  integration: IntegrationRow,
  actionId: string,
): Promise<SharedActionRow> {
  const rows = await listSharedActions(transaction, integration.id)
  const found = rows.find((row) => row.id === actionId)
  if (found !== undefined) return found
  throw new PlatformError('not_found', `"${integration.kind}" has no shared action "${actionId}".`)
}

/** Describes a new action. Throws `template_invalid` with everything that is wrong, `duplicate_name`. */
export async function createAction(
  services: Needs<'store'>,
  principal: Principal,
  { kind, definition }: { readonly kind: string; readonly definition: SharedAction },
): Promise<SharedActionRow> {
  requireCallable(requestOf(definition))
  return services.store.run(principal.organizationId, async (transaction) => {
    const integration = await requireAuthored(transaction, kind)
    await lockSharedActions(transaction, integration.id)
    return insertAction(services, transaction, { principal, integration, definition })
  })
}

export interface NewAction {
  readonly principal: Principal
  readonly integration: IntegrationRow
  readonly definition: SharedAction
}

/** The same inside a transaction that does more. */
export async function insertAction(
  services: Needs<'store'>,
  transaction: Transaction,
  { principal, integration, definition }: NewAction,
): Promise<SharedActionRow> {
  const { organizationId } = principal
  const id = newId()
  const slug = slugOf(definition.name)
  const action = {
    organizationId,
    id,
    integrationId: integration.id,
    slug,
    definition: toStoredJson(definition),
  }
  if (!(await insertSharedAction(transaction, action))) {
    const message = `"${integration.kind}" has an action "${slug}" already. Choose another name.`
    throw new PlatformError('duplicate_name', message)
  }
  await storeActionsCatalog(transaction, integration)
  await auditAction(services, transaction, { principal, action: 'shared_action.created', id, slug })
  return requireAction(transaction, integration, id)
}

export interface EditedAction {
  readonly row: SharedActionRow
  /** Skills of agents whose drafts changed with it. What is published stays as it is. */
  readonly affectedSkills: readonly AffectedSkill[]
}

export interface AffectedSkill {
  readonly linkId: string
  readonly skillId: string
  readonly agentId: string
  readonly functionName: string
  /** Members of the compiled skill that differ. */
  readonly changes: readonly string[]
  /** Why its tests fail now; empty when they do not. */
  readonly failingTests: readonly string[]
}

/**
 * Edits an action and compiles the draft of every skill that is linked to it anew. Published versions hold their own
 * bytes, so they change only when the agent is published again. An edit that a link cannot follow is refused as a whole.
 */
export async function editAction(
  services: Needs<'store'>,
  principal: Principal,
  { kind, actionId, edit, raw }: { kind: string; actionId: string; edit: object; raw: unknown },
): Promise<EditedAction> {
  return services.store.run(principal.organizationId, async (transaction) => {
    const integration = await requireAuthored(transaction, kind)
    await lockSharedActions(transaction, integration.id)
    const before = await requireAction(transaction, integration, actionId)
    const definition = editDefinition(before, edit, raw)
    requireCallable(requestOf(definition))
    await rewriteSharedAction(transaction, actionId, toStoredJson(definition))
    const links = await linksOf(transaction, integration, actionId)
    for (const link of links) requireCallable(requestOf(definition, linkOf(link)))
    await storeActionsCatalog(transaction, integration)
    const row = await requireAction(transaction, integration, actionId)
    const affectedSkills: AffectedSkill[] = []
    for (const link of links) {
      const affected = await refreshLink(services, transaction, { principal, action: row, link })
      if (affected !== undefined) affectedSkills.push(affected)
    }
    const subject = { id: actionId, slug: row.slug }
    await auditAction(services, transaction, { principal, action: 'shared_action.edited', ...subject })
    return { row, affectedSkills }
  })
}

/** Removes an action. Throws `integration_in_use` with the links that need it. */
export async function removeAction(
  services: Needs<'store'>,
  principal: Principal,
  { kind, actionId }: { readonly kind: string; readonly actionId: string },
): Promise<void> {
  await services.store.run(principal.organizationId, async (transaction) => {
    const integration = await requireAuthored(transaction, kind)
    await lockSharedActions(transaction, integration.id)
    const { slug } = await requireAction(transaction, integration, actionId)
    const links = await linksOf(transaction, integration, actionId)
    if (links.length > 0) throw inUse(slug, links)
    await deleteSharedAction(transaction, actionId)
    await storeActionsCatalog(transaction, integration)
    await auditAction(services, transaction, {
      principal,
      action: 'shared_action.removed',
      id: actionId,
      slug,
    })
  })
}

export async function linksOf(
  transaction: Transaction,
  integration: IntegrationRow,
  actionId: string,
): Promise<readonly ActionLinkRow[]> {
  const links = await listActionLinks(transaction, integration.id)
  return links.filter((link) => link.actionId === actionId)
}

interface Refresh {
  readonly principal: Principal
  readonly action: SharedActionRow
  readonly link: ActionLinkRow
}

/** Compiles the draft of a linked skill anew; undefined when that changes nothing. */
async function refreshLink(
  services: Needs<'store'>,
  transaction: Transaction,
  { principal, action, link }: Refresh,
): Promise<AffectedSkill | undefined> {
  const skill = await requireSkill(transaction, link.agentId, link.skillId)
  const binding = bindingOf(operationOf(action.slug, link), definitionOf(action), linkOf(link))
  const { row, warnings } = await rewriteFromBinding(services, transaction, {
    principal,
    skill,
    binding,
    enabling: 'kept_unless_graver',
  })
  const changes = changedMembers({ ...readSkill(skill.bytes) }, { ...readSkill(row.bytes) })
  if (changes.length === 0) return undefined
  return {
    linkId: link.id,
    skillId: row.id,
    agentId: row.agentId,
    functionName: row.functionName,
    changes,
    failingTests: warnings.filter(({ code }) => code === 'test_failing').map(({ message }) => message),
  }
}

/** Fingerprints of the catalog differ with every other action too. */
const bookkeeping = ['catalogHash', 'sliceHash']

function changedMembers(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): readonly string[] {
  const members = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return members.filter(
    (name) => !bookkeeping.includes(name) && JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  )
}

function inUse(slug: string, links: readonly ActionLinkRow[]): PlatformError {
  const blockers = links.map((link) => ({
    linkId: link.id,
    agentId: link.agentId,
    skillId: link.skillId,
    name: link.functionName,
  }))
  const count = links.length === 1 ? 'One agent uses' : `${links.length} links of agents use`
  return new PlatformError('integration_in_use', `${count} "${slug}". Remove the links first.`, {
    members: { blockers },
  })
}

interface ActionAudit {
  readonly principal: Principal
  readonly action: AuditAction
  readonly id: string
  readonly slug: string
}

async function auditAction(
  services: Needs<'store'>,
  transaction: Transaction,
  event: ActionAudit,
): Promise<void> {
  const { principal, action, id, slug } = event
  await services.store.audit.append(transaction, principal.organizationId, {
    actor: principal.actor,
    action,
    subject: id,
    detail: { slug },
  })
}
