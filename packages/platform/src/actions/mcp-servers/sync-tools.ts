import {
  Binding,
  byGravity,
  fingerprintText,
  type Issue,
  objectsIn,
  type ObjectType,
  type Operation,
  operationNames,
  PlatformError,
  type Result,
  shortName,
  slicesOf,
  viewAsOperator,
} from '@bindery/model'
import {
  type IntegrationRow,
  listSkills,
  setSkillEnabled,
  type SkillRow,
  type Transaction,
} from '@bindery/store'
import type { Principal } from '../../kernel/principal.ts'
import { readObject, readOperation } from '../../catalog/read-entry.ts'
import { requireCatalog } from '../../catalog/require-catalog.ts'
import type { StoredCatalog } from '../../catalog/stored-catalog.ts'
import type { Needs } from '../../kernel/needs.ts'
import { createFromBinding, rewriteFromBinding } from '../../skills/author-skill.ts'
import { requireAgent } from '../../kernel/require-skill.ts'
import { compileBinding } from '../../skills/compile-binding.ts'
import { readSkill } from '../../skills/read-skill.ts'
import { type DraftBinding, draftBinding, withoutRefused } from './draft-binding.ts'
import { deepestObjects } from './draft-projection.ts'

export interface SyncedTools {
  /** Tools that the server lists. */
  readonly discovered: number
  readonly created: number
  readonly updated: number
  /** Skills that were on and are off now, because their tool is gone or has changed. */
  readonly disabled: number
  readonly warnings: readonly Issue[]
}

export interface SyncTask {
  readonly principal: Principal
  readonly agentId: string
  readonly integration: IntegrationRow
}

interface Syncing extends SyncTask {
  readonly services: Needs<'store'>
  readonly transaction: Transaction
  readonly catalog: StoredCatalog
}

type Change = 'created' | 'updated' | 'kept' | 'skipped'

/** Makes the skills of an agent follow the tools of a server: one disabled skill for each new or changed tool. */
export async function syncTools(services: Needs<'store'>, task: SyncTask): Promise<SyncedTools> {
  return services.store.run(task.principal.organizationId, async (transaction) => {
    const agent = await requireAgent(transaction, task.agentId)
    const catalog = await requireCatalog(transaction, task.integration)
    const syncing: Syncing = { ...task, services, transaction, catalog }
    const rows = (await listSkills(transaction, agent.id)).filter(
      (row) => row.integrationId === task.integration.id && row.origin === 'mcp',
    )
    const operations = await readOperations(syncing)
    const warnings: Issue[] = []
    const changes: Change[] = []
    for (const operation of operations) {
      const known = rows.find((row) => operationOf(row) === operation.name)
      changes.push(await syncTool(syncing, { operation, known, warnings }))
    }
    const disabled = await disableChanged(syncing, rows)
    const count = (change: Change): number => changes.filter((one) => one === change).length
    return {
      discovered: operations.length,
      created: count('created'),
      updated: count('updated'),
      disabled,
      warnings,
    }
  })
}

const operationOf = (row: SkillRow): string => operationNames(readSkill(row.bytes))

async function readOperations({ transaction, catalog, integration }: Syncing): Promise<readonly Operation[]> {
  const bodies = await catalog.bodies(transaction, catalog.rows('operation'))
  const view = viewAsOperator(integration)
  return bodies.map((body) => view.operation(readOperation(body)))
}

interface ToolSync {
  readonly operation: Operation
  readonly known: SkillRow | undefined
  readonly warnings: Issue[]
}

async function syncTool(syncing: Syncing, { operation, known, warnings }: ToolSync): Promise<Change> {
  if (known !== undefined && (await isUnchanged(syncing, known))) return 'kept'
  const found = await compileDraft(syncing, operation, known)
  if (!found.ok) {
    warnings.push(skipped(operation, found.failure))
    return 'skipped'
  }
  const { binding, leftOut } = found.value
  if (leftOut.length > 0) warnings.push(incomplete(operation, leftOut))
  if (known !== undefined) {
    const { services, transaction, principal } = syncing
    await rewriteFromBinding(services, transaction, { principal, skill: known, binding })
    return 'updated'
  }
  return createDraft(syncing, { operation, known, warnings }, binding)
}

/**
 * Under the name of the tool or, where the agent has a skill of that name, with that of its server before it. Names that
 * differ only in what a function name cannot hold get a hash, so that no tool goes without a skill.
 */
async function createDraft(
  syncing: Syncing,
  { operation, warnings }: ToolSync,
  binding: Binding,
): Promise<Change> {
  const { kind } = syncing.integration
  const longer = `${kind} ${operation.name}`
  const told = `${longer} ${fingerprintText(operation.name).slice(-6)}`
  const issues: Issue[] = []
  for (const toolName of [binding.toolName, longer, told]) {
    const taken = await tryCreate(syncing, { ...binding, toolName: shortName(toolName, 120, ' ') })
    if (taken === undefined) return 'created'
    issues.push(taken)
  }
  warnings.push(skipped(operation, issues))
  return 'skipped'
}

/** The issue when the name is taken. */
async function tryCreate(syncing: Syncing, binding: Binding): Promise<Issue | undefined> {
  const { services, transaction, principal, agentId, integration } = syncing
  const place = { agentId, kind: integration.kind, binding }
  try {
    await createFromBinding(services, transaction, { principal, place, origin: 'mcp' })
    return undefined
  } catch (error) {
    if (!(error instanceof PlatformError) || error.code !== 'duplicate_name') throw error
    return { code: error.code, severity: 'error', path: [], message: error.message }
  }
}

/** The same part of the same definition: what an operator approved is what would be called. */
async function isUnchanged({ transaction, integration }: Syncing, row: SkillRow): Promise<boolean> {
  const compiled = await compileBinding(transaction, integration, Binding.parse(row.binding))
  return compiled.ok && compiled.value.skill.sliceHash === slicesOf(readSkill(row.bytes))
}

/** Rounds of taking out of a draft what the compiler refuses. */
const mostRounds = 8

type Draft = Result<DraftBinding, readonly Issue[]>

/** What an operator made of the tool stays as long as it fits; otherwise the tool is drafted anew. */
async function compileDraft(
  syncing: Syncing,
  operation: Operation,
  known: SkillRow | undefined,
): Promise<Draft> {
  const { transaction, integration } = syncing
  if (known !== undefined) {
    const binding = { ...Binding.parse(known.binding), enabled: false }
    const compiled = await compileBinding(transaction, integration, binding)
    if (compiled.ok) return { ok: true, value: { binding, leftOut: [] } }
  }
  let draft = draftBinding(operation, await objectsOf(syncing, operation))
  for (let round = 0; ; round++) {
    const compiled = await compileBinding(transaction, integration, draft.binding)
    if (compiled.ok) return { ok: true, value: draft }
    const next = withoutRefused(draft, compiled.failure, operation)
    if (next === undefined || round === mostRounds) return { ok: false, failure: compiled.failure }
    draft = next
  }
}

/** The objects that a tool answers with, as deep as a draft goes. */
async function objectsOf({ transaction, catalog }: Syncing, operation: Operation) {
  const found = new Map<string, ObjectType>()
  let names = operation.returns === undefined ? [] : objectsIn(operation.returns.type)
  for (let depth = 0; depth <= deepestObjects && names.length > 0; depth++) {
    const rows = names.flatMap((name) => catalog.find('object', name) ?? [])
    const objects = (await catalog.bodies(transaction, rows)).map((body) => readObject(body))
    for (const object of objects) found.set(object.name, object)
    const held = objects.flatMap(({ fields }) => fields.flatMap(({ type }) => objectsIn(type)))
    names = [...new Set(held)].filter((name) => !found.has(name))
  }
  return (name: string): ObjectType | undefined => found.get(name)
}

/** Switches off what ran before the tool went or changed. A rewritten skill is off already. */
async function disableChanged(syncing: Syncing, before: readonly SkillRow[]): Promise<number> {
  const { services, transaction, catalog, principal } = syncing
  let disabled = 0
  const now = await listSkills(transaction, (await requireAgent(transaction, syncing.agentId)).id)
  for (const row of before.filter(({ isEnabled }) => isEnabled)) {
    const current = now.find(({ id }) => id === row.id)
    const isGone = catalog.find('operation', operationOf(row)) === undefined
    const isStale = current?.status === 'stale'
    if (current?.isEnabled === true && !isGone && !isStale) continue
    disabled += 1
    if (current?.isEnabled !== true) continue
    await setSkillEnabled(transaction, row.id, 'disabled')
    await services.store.audit.append(transaction, principal.organizationId, {
      actor: principal.actor,
      action: 'skill.disabled',
      subject: row.id,
      detail: { functionName: row.functionName, reason: isGone ? 'tool_gone' : 'tool_changed' },
    })
  }
  return disabled
}

function incomplete(operation: Operation, leftOut: readonly string[]): Issue {
  const names = leftOut.slice(0, 20).map((name) => `"${name}"`)
  const more = leftOut.length > 20 ? ` and ${leftOut.length - 20} more` : ''
  return {
    code: 'tool_incomplete',
    severity: 'warning',
    path: [],
    message: `The skill of the tool "${operation.name}" leaves out ${names.join(', ')}${more}: they are sensitive, refused or too many. Add what the agent needs to its binding.`,
  }
}

function skipped(operation: Operation, issues: readonly Issue[]): Issue {
  return {
    code: 'tool_skipped',
    severity: 'warning',
    path: [],
    message: `The tool "${operation.name}" has no skill: ${byGravity(issues)[0]?.message ?? 'it cannot be bound.'}`,
  }
}
