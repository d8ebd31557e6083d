import type { OrganizationId, SkillId } from '@bindery/model'
import { z } from 'zod'
import {
  AgentIdRow,
  DateRow,
  hasRow,
  JsonObjectRow,
  OrganizationIdRow,
  parseFirstRow,
  parseRows,
  SkillIdRow,
  toJsonb,
} from '../rows.ts'
import { type PageWindow, readPage, type RowPage } from '../keyset.ts'
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

/** False when the integration has an action of that slug already. */
export async function insertSharedAction(
  transaction: Transaction,
  action: NewSharedAction,
): Promise<boolean> {
  const result: unknown = await transaction.raw(
    `insert into shared_actions (organization_id, id, integration_id, slug, definition)
     values (?, ?, ?, ?, ?::jsonb) on conflict do nothing returning id`,
    [action.organizationId, action.id, action.integrationId, action.slug, toJsonb(action.definition)],
  )
  return hasRow(result)
}

export async function rewriteSharedAction(
  transaction: Transaction,
  id: string,
  definition: object,
): Promise<void> {
  await transaction.raw(
    `update shared_actions set definition = ?::jsonb, revision = revision + 1, updated_at = now() where id = ?`,
    [toJsonb(definition), id],
  )
}

/** Actions of an integration by slug. Locks the integration, so that its catalog is written by one at a time. */
export async function lockSharedActions(
  transaction: Transaction,
  integrationId: string,
): Promise<readonly SharedActionRow[]> {
  await transaction.raw('select id from integrations where id = ? for update', [integrationId])
  return listSharedActions(transaction, integrationId)
}

export async function listSharedActions(
  transaction: Transaction,
  integrationId: string,
): Promise<readonly SharedActionRow[]> {
  const result: unknown = await transaction.raw(
    'select * from shared_actions where integration_id = ? order by slug',
    [integrationId],
  )
  return parseRows(SharedActionRow, result)
}

/** By slug. */
export function pageSharedActions(
  transaction: Transaction,
  integrationId: string,
  window: PageWindow,
): Promise<RowPage<SharedActionRow>> {
  const rows = transaction.raw('select * from shared_actions where integration_id = ?', [integrationId])
  const order = [{ column: 'slug', kind: 'text', direction: 'up' }] as const
  return readPage(
    transaction,
    { rows, parse: (row) => SharedActionRow.parse(row), order, total: 'counted' },
    window,
  )
}

export async function deleteSharedAction(transaction: Transaction, id: string): Promise<void> {
  await transaction.raw('delete from shared_actions where id = ?', [id])
}

export const ActionLinkRow = z.object({
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

const selectLink = `
  select action_links.*, skills.agent_id, skills.integration_id, skills.function_name, skills.skill_hash
  from action_links join skills
    on skills.organization_id = action_links.organization_id and skills.id = action_links.skill_id`

export interface NewActionLink {
  readonly organizationId: OrganizationId
  readonly id: string
  readonly actionId: string
  readonly skillId: SkillId
  readonly definition: object
}

export async function insertActionLink(transaction: Transaction, link: NewActionLink): Promise<void> {
  await transaction.raw(
    `insert into action_links (organization_id, id, action_id, skill_id, definition)
     values (?, ?, ?, ?, ?::jsonb)`,
    [link.organizationId, link.id, link.actionId, link.skillId, toJsonb(link.definition)],
  )
}

export async function rewriteActionLink(
  transaction: Transaction,
  id: string,
  definition: object,
): Promise<void> {
  await transaction.raw('update action_links set definition = ?::jsonb, updated_at = now() where id = ?', [
    toJsonb(definition),
    id,
  ])
}

/** Links to actions of an integration, oldest first. */
export async function listActionLinks(
  transaction: Transaction,
  integrationId: string,
): Promise<readonly ActionLinkRow[]> {
  const result: unknown = await transaction.raw(
    `${selectLink} where skills.integration_id = ? order by action_links.created_at, action_links.id`,
    [integrationId],
  )
  return parseRows(ActionLinkRow, result)
}

export async function findActionLink(
  transaction: Transaction,
  agentId: string,
  id: string,
): Promise<ActionLinkRow | undefined> {
  const result: unknown = await transaction.raw(
    `${selectLink} where skills.agent_id = ? and action_links.id = ?`,
    [agentId, id],
  )
  return parseFirstRow(ActionLinkRow, result)
}

const AgentActionLinkRow = ActionLinkRow.extend({ slug: z.string(), revision: z.int() })

/** Links of one agent, each with the name and the revision of its action. */
export async function listLinksOfAgent(
  transaction: Transaction,
  agentId: string,
): Promise<readonly z.output<typeof AgentActionLinkRow>[]> {
  const result: unknown = await transaction.raw(
    `select action_links.*, skills.agent_id, skills.integration_id, skills.function_name, skills.skill_hash,
       shared_actions.slug, shared_actions.revision
     from action_links
     join skills
       on skills.organization_id = action_links.organization_id and skills.id = action_links.skill_id
     join shared_actions on shared_actions.organization_id = action_links.organization_id
       and shared_actions.id = action_links.action_id
     where skills.agent_id = ?`,
    [agentId],
  )
  return parseRows(AgentActionLinkRow, result)
}

export async function findSharedAction(
  transaction: Transaction,
  id: string,
): Promise<SharedActionRow | undefined> {
  return parseFirstRow(
    SharedActionRow,
    await transaction.raw('select * from shared_actions where id = ?', [id]),
  )
}
