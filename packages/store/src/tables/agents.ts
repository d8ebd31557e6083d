import { type AgentId, Guardrail, type JsonObject, type OrganizationId } from '@bindery/model'
import { z } from 'zod'
import {
  AgentIdRow,
  DateRow,
  hasRow,
  JsonObjectRow,
  OrganizationIdRow,
  parseFirstRow,
  parseRows,
  toJsonb,
} from '../rows.ts'
import { oldestFirst, type PageWindow, readPage, type RowPage } from '../keyset.ts'
import type { Transaction } from '../tenancy.ts'

export const AgentRow = z.object({
  organizationId: OrganizationIdRow,
  id: AgentIdRow,
  name: z.string(),
  description: z.string().nullable(),
  publishedVersionId: z.string().nullable(),
  guardrails: z.array(Guardrail),
  callerVerification: JsonObjectRow.nullable(),
  dynamicContext: JsonObjectRow.nullable(),
  revision: z.int(),
  createdAt: DateRow,
  updatedAt: DateRow,
})
export type AgentRow = z.output<typeof AgentRow>

export interface NewAgent {
  readonly organizationId: OrganizationId
  readonly id: AgentId
  readonly name: string
  readonly description: string | undefined
}

/** False when the organisation has an agent of that name already. */
export async function insertAgent(transaction: Transaction, agent: NewAgent): Promise<boolean> {
  const result: unknown = await transaction.raw(
    `insert into agents (organization_id, id, name, description) values (?, ?, ?, ?)
     on conflict (organization_id, name) do nothing returning id`,
    [agent.organizationId, agent.id, agent.name, agent.description ?? null],
  )
  return hasRow(result)
}

export async function findAgent(transaction: Transaction, id: string): Promise<AgentRow | undefined> {
  return parseFirstRow(AgentRow, await transaction.raw('select * from agents where id = ?', [id]))
}

export async function findAgentByName(transaction: Transaction, name: string): Promise<AgentRow | undefined> {
  return parseFirstRow(AgentRow, await transaction.raw('select * from agents where name = ?', [name]))
}

/** Oldest first. */
export function listAgents(transaction: Transaction, window: PageWindow): Promise<RowPage<AgentRow>> {
  const rows = transaction.raw('select * from agents')
  return readPage(
    transaction,
    { rows, parse: (row) => AgentRow.parse(row), order: oldestFirst, total: 'counted' },
    window,
  )
}

export async function updateAgent(
  transaction: Transaction,
  id: AgentId,
  change: { readonly name?: string | undefined; readonly description?: string | undefined },
): Promise<void> {
  await transaction.raw(
    `update agents set name = coalesce(?, name), description = coalesce(?, description),
       revision = revision + 1, updated_at = now() where id = ?`,
    [change.name ?? null, change.description ?? null, id],
  )
}

/** Replaces all guardrails of an agent. */
export async function setGuardrails(
  transaction: Transaction,
  id: AgentId,
  guardrails: readonly Guardrail[],
): Promise<void> {
  await transaction.raw(
    'update agents set guardrails = ?::jsonb, revision = revision + 1, updated_at = now() where id = ?',
    [toJsonb(guardrails), id],
  )
}

/** Replaces where the context of conversations comes from; undefined means from nowhere. */
export async function setDynamicContext(
  transaction: Transaction,
  id: AgentId,
  context: object | undefined,
): Promise<void> {
  await transaction.raw(
    'update agents set dynamic_context = ?::jsonb, revision = revision + 1, updated_at = now() where id = ?',
    [context === undefined ? null : toJsonb(context), id],
  )
}

/** Replaces how callers of an agent are verified; undefined means that they cannot be. */
export async function setCallerVerification(
  transaction: Transaction,
  id: AgentId,
  verification: object | undefined,
): Promise<void> {
  await transaction.raw(
    'update agents set caller_verification = ?::jsonb, revision = revision + 1, updated_at = now() where id = ?',
    [verification === undefined ? null : toJsonb(verification), id],
  )
}

export async function deleteAgent(transaction: Transaction, id: AgentId): Promise<void> {
  await transaction.raw('delete from agents where id = ?', [id])
}

/** Points live traffic at a version. */
export async function pointAgent(transaction: Transaction, id: AgentId, versionId: string): Promise<void> {
  await transaction.raw(
    'update agents set published_version_id = ?, revision = revision + 1, updated_at = now() where id = ?',
    [versionId, id],
  )
}

/** Serialises what changes an agent's versions: holds the agent's row until the transaction ends. */
export async function lockAgent(transaction: Transaction, id: string): Promise<AgentRow | undefined> {
  return parseFirstRow(AgentRow, await transaction.raw('select * from agents where id = ? for update', [id]))
}

export const VersionRow = z.object({
  id: z.string(),
  agentId: AgentIdRow,
  number: z.int(),
  note: z.string().nullable(),
  publishedBy: z.string(),
  hash: z.string(),
  manifest: JsonObjectRow,
  createdAt: DateRow,
})
export type VersionRow = z.output<typeof VersionRow>

export interface NewVersion {
  readonly organizationId: OrganizationId
  readonly id: string
  readonly agentId: AgentId
  readonly note: string | undefined
  readonly publishedBy: string
  readonly hash: string
  readonly manifest: JsonObject
  /** What restoring it needs beyond the manifest. */
  readonly contents: JsonObject
}

/** Freezes a version under the agent's next number, which it returns. */
export async function insertVersion(transaction: Transaction, version: NewVersion): Promise<number> {
  const result: unknown = await transaction.raw(
    `insert into agent_versions (organization_id, id, agent_id, number, note, published_by, hash, manifest, contents)
     select ?, ?, ?, coalesce(max(number), 0) + 1, ?, ?, ?, ?::jsonb, ?::jsonb from agent_versions where agent_id = ?
     returning number`,
    [
      version.organizationId,
      version.id,
      version.agentId,
      version.note ?? null,
      version.publishedBy,
      version.hash,
      toJsonb(version.manifest),
      toJsonb(version.contents),
      version.agentId,
    ],
  )
  return parseFirstRow(z.object({ number: z.int() }), result)?.number ?? 1
}

const selectVersion =
  'select organization_id, id, agent_id, number, note, published_by, hash, manifest, created_at from agent_versions'

export async function listVersions(
  transaction: Transaction,
  agentId: AgentId,
): Promise<readonly VersionRow[]> {
  return parseRows(
    VersionRow,
    await transaction.raw(`${selectVersion} where agent_id = ? order by number desc`, [agentId]),
  )
}

/** Newest first. */
export function pageVersions(
  transaction: Transaction,
  agentId: AgentId,
  window: PageWindow,
): Promise<RowPage<VersionRow>> {
  const rows = transaction.raw(`${selectVersion} where agent_id = ?`, [agentId])
  const order = [{ column: 'number', kind: 'integer', direction: 'down' }] as const
  return readPage(
    transaction,
    { rows, parse: (row) => VersionRow.parse(row), order, total: 'counted' },
    window,
  )
}

export async function findVersion(
  transaction: Transaction,
  agentId: AgentId,
  id: string,
): Promise<VersionRow | undefined> {
  return parseFirstRow(
    VersionRow,
    await transaction.raw(`${selectVersion} where agent_id = ? and id = ?`, [agentId, id]),
  )
}

/** What restoring a version needs beyond its manifest. */
export async function findVersionContents(
  transaction: Transaction,
  versionId: string,
): Promise<JsonObject | undefined> {
  const result: unknown = await transaction.raw('select contents from agent_versions where id = ?', [
    versionId,
  ])
  return parseFirstRow(z.object({ contents: JsonObjectRow }), result)?.contents
}

/** Counts a change of what the agent would publish. */
export async function touchAgent(transaction: Transaction, id: AgentId): Promise<void> {
  await transaction.raw('update agents set revision = revision + 1, updated_at = now() where id = ?', [id])
}
