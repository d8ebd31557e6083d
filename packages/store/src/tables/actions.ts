import type { OrganizationId, SkillId } from '@bindery/model'
import { z } from 'zod'
import { oldestFirst, type PageWindow, type RowPage } from '../keyset.ts'
import { AgentIdRow, DateRow, JsonObjectRow, OrganizationIdRow, SkillIdRow } from '../rows.ts'
import { Table } from '../table.ts'
import type { Transaction } from '../tenancy.ts'

export const SharedActionRow = z.object({
  organizationId: OrganizationIdRow,
  id: z.string(),
  integrationId: z.string(),
  slug: z.string(),
  definition: JsonObjectRow,
  revision: z.int(),
  createdAt: DateRow,
  updatedAt: DateRow,
})
export type SharedActionRow = z.output<typeof SharedActionRow>

export interface NewSharedAction {
  readonly organizationId: OrganizationId
  readonly id: string
  readonly integrationId: string
  readonly slug: string
  readonly definition: object
}

const actions = new Table({ name: 'shared_actions', row: SharedActionRow, json: ['definition'] })
const integrations = new Table({ name: 'integrations', row: z.object({ id: z.string() }) })
const bySlug = [{ column: 'slug', kind: 'text', direction: 'up' }] as const

/** False when the integration has an action of that slug already. */
export const insertSharedAction = (transaction: Transaction, action: NewSharedAction): Promise<boolean> =>
  actions.insertNew(transaction, action)

export const rewriteSharedAction = (
  transaction: Transaction,
  id: string,
  definition: object,
): Promise<void> => actions.change(transaction, { id }, { definition })

/** Actions of an integration by slug. Locks the integration, so that its catalog is written by one at a time. */
export async function lockSharedActions(
  transaction: Transaction,
  integrationId: string,
): Promise<readonly SharedActionRow[]> {
  await integrations.find(transaction, { id: integrationId }, { lock: 'locked' })
  return listSharedActions(transaction, integrationId)
}

export const listSharedActions = (
  transaction: Transaction,
  integrationId: string,
): Promise<readonly SharedActionRow[]> => actions.list(transaction, { integrationId }, { order: bySlug })

/** By slug. */
export const pageSharedActions = (
  transaction: Transaction,
  integrationId: string,
  window: PageWindow,
): Promise<RowPage<SharedActionRow>> =>
  actions.page(transaction, { integrationId }, { order: bySlug, total: 'counted', window })

export const findSharedAction = (
  transaction: Transaction,
  id: string,
): Promise<SharedActionRow | undefined> => actions.find(transaction, { id })

export async function deleteSharedAction(transaction: Transaction, id: string): Promise<void> {
  await actions.delete(transaction, { id })
}

export const ActionLinkRow = z.object({
  organizationId: OrganizationIdRow,
  id: z.string(),
  actionId: z.string(),
  skillId: SkillIdRow,
  agentId: AgentIdRow,
  integrationId: z.string(),
  functionName: z.string(),
  skillHash: z.string(),
  definition: JsonObjectRow,
  createdAt: DateRow,
  updatedAt: DateRow,
})
export type ActionLinkRow = z.output<typeof ActionLinkRow>

export interface NewActionLink {
  readonly organizationId: OrganizationId
  readonly id: string
  readonly actionId: string
  readonly skillId: SkillId
  readonly definition: object
}

const AgentActionLinkRow = ActionLinkRow.extend({ slug: z.string(), revision: z.int() })

const links = new Table({
  name: 'action_links',
  row: AgentActionLinkRow,
  json: ['definition'],
  from: `select action_links.*, skills.agent_id, skills.integration_id, skills.function_name, skills.skill_hash,
      shared_actions.slug, shared_actions.revision
    from action_links
    join skills on skills.organization_id = action_links.organization_id and skills.id = action_links.skill_id
    join shared_actions on shared_actions.organization_id = action_links.organization_id
      and shared_actions.id = action_links.action_id`,
})

export const insertActionLink = (transaction: Transaction, link: NewActionLink): Promise<void> =>
  links.insert(transaction, link)

export async function rewriteActionLink(
  transaction: Transaction,
  id: string,
  definition: object,
): Promise<void> {
  await links.update(transaction, { id }, { definition, updatedAt: transaction.fn.now() })
}

/** Links to actions of an integration, oldest first. */
export const listActionLinks = (
  transaction: Transaction,
  integrationId: string,
): Promise<readonly ActionLinkRow[]> => links.list(transaction, { integrationId }, { order: oldestFirst })

export const findActionLink = (
  transaction: Transaction,
  agentId: string,
  id: string,
): Promise<ActionLinkRow | undefined> => links.find(transaction, { agentId, id })

/** Links of one agent, each with the name and the revision of its action. */
export const listLinksOfAgent = (
  transaction: Transaction,
  agentId: string,
): Promise<readonly z.output<typeof AgentActionLinkRow>[]> =>
  links.list(transaction, { agentId }, { order: oldestFirst })
