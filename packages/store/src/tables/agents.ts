import { type AgentId, Guardrail, type JsonObject, type OrganizationId } from '@bindery/model'
import { z } from 'zod'
import { oldestFirst, type PageWindow, type RowPage } from '../keyset.ts'
import { AgentIdRow, DateRow, JsonObjectRow, OrganizationIdRow } from '../rows.ts'
import { Table } from '../table.ts'
import type { Transaction } from '../tenancy.ts'

export const AgentRow = z.object({
  organizationId: OrganizationIdRow,
  id: AgentIdRow,
  name: z.string(),
  description: z.string().nullable(),
  /** The zone in which it means days, an IANA name. */
  timezone: z.string().nullable(),
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
  readonly timezone?: string | undefined
}

const agents = new Table({
  name: 'agents',
  row: AgentRow,
  json: ['guardrails', 'callerVerification', 'dynamicContext'],
})

/** False when the organisation has an agent of that name already. */
export const insertAgent = (transaction: Transaction, agent: NewAgent): Promise<boolean> =>
  agents.insertNew(transaction, agent, ['organizationId', 'name'])

export const findAgent = (transaction: Transaction, id: string): Promise<AgentRow | undefined> =>
  agents.find(transaction, { id })

export const findAgentByName = (transaction: Transaction, name: string): Promise<AgentRow | undefined> =>
  agents.find(transaction, { name })

/** Oldest first. */
export const pageAgents = (transaction: Transaction, window: PageWindow): Promise<RowPage<AgentRow>> =>
  agents.page(transaction, {}, { order: oldestFirst, total: 'counted', window })

export interface AgentChange {
  readonly name?: string | undefined
  readonly description?: string | undefined
  readonly timezone?: string | null | undefined
}

/** What is undefined stays. */
export const updateAgent = (
  transaction: Transaction,
  id: AgentId,
  { name, description, timezone }: AgentChange,
): Promise<void> => agents.change(transaction, { id }, { name, description, timezone })

/** Replaces all guardrails of an agent. */
export const setGuardrails = (
  transaction: Transaction,
  id: AgentId,
  guardrails: readonly Guardrail[],
): Promise<void> => agents.change(transaction, { id }, { guardrails })

/** Replaces where the context of conversations comes from; undefined means from nowhere. */
export const setDynamicContext = (
  transaction: Transaction,
  id: AgentId,
  context: object | undefined,
): Promise<void> => agents.change(transaction, { id }, { dynamicContext: context ?? null })

/** Replaces how callers of an agent are verified; undefined means that they cannot be. */
export const setCallerVerification = (
  transaction: Transaction,
  id: AgentId,
  verification: object | undefined,
): Promise<void> => agents.change(transaction, { id }, { callerVerification: verification ?? null })

export async function deleteAgent(transaction: Transaction, id: AgentId): Promise<void> {
  await agents.delete(transaction, { id })
}

/** Points live traffic at a version. */
export const pointAgent = (transaction: Transaction, id: AgentId, versionId: string): Promise<void> =>
  agents.change(transaction, { id }, { publishedVersionId: versionId })

/** Counts a change of what the agent would publish. */
export const touchAgent = (transaction: Transaction, id: AgentId): Promise<void> =>
  agents.change(transaction, { id }, {})

/** Serialises what changes an agent's versions: holds the agent's row until the transaction ends. */
export const lockAgent = (transaction: Transaction, id: string): Promise<AgentRow | undefined> =>
  agents.find(transaction, { id }, { lock: 'locked' })

export const VersionRow = z.object({
  organizationId: OrganizationIdRow,
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

const versions = new Table({ name: 'agent_versions', row: VersionRow })
const contents = new Table({
  name: 'agent_versions',
  row: z.object({ id: z.string(), contents: JsonObjectRow }),
})
const newestNumber = [{ column: 'number', kind: 'integer', direction: 'down' }] as const

/** Newest first. */
export const listVersions = (transaction: Transaction, agentId: AgentId): Promise<readonly VersionRow[]> =>
  versions.list(transaction, { agentId }, { order: newestNumber })

/** Newest first. */
export const pageVersions = (
  transaction: Transaction,
  agentId: AgentId,
  window: PageWindow,
): Promise<RowPage<VersionRow>> =>
  versions.page(transaction, { agentId }, { order: newestNumber, total: 'counted', window })

export const findVersion = (
  transaction: Transaction,
  agentId: AgentId,
  id: string,
): Promise<VersionRow | undefined> => versions.find(transaction, { agentId, id })

/** What restoring a version needs beyond its manifest. */
export async function findVersionContents(
  transaction: Transaction,
  versionId: string,
): Promise<JsonObject | undefined> {
  return (await contents.find(transaction, { id: versionId }))?.contents
}
