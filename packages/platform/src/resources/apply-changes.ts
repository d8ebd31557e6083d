import { byGravity, type Issue, PlatformError, summarizeIssues } from '@bindery/model'
import { type AgentRow, setSkillManager, type SkillRow, type Transaction } from '@bindery/store'
import { changeAgent, makeAgent } from '../agents/author-agent.ts'
import type { IntegrationWithSlots } from '../kernel/find-integration.ts'
import { requireScope } from '../kernel/permissions.ts'
import type { Needs } from '../kernel/needs.ts'
import type { Principal } from '../kernel/principal.ts'
import { createFromBinding, rewriteFromBinding } from '../skills/author-skill.ts'
import { takeSkill } from '../skills/delete-skill.ts'
import { requireLocked } from '../skills/find-version.ts'
import { placeOfResource } from './check-binding.ts'
import { loadAgent, loadAgents } from './kept-resources.ts'
import { type Change, judge, planChanges, type Project, requireBases } from './plan-changes.ts'
import { planRemovals, type Removal } from './plan-removals.ts'
import { type AgentResource, type AnyBindingResource, namesIn, type Resource } from './resource.ts'

export interface Applying {
  readonly principal: Principal
  readonly resources: readonly Resource[]
  /** Of what the plan was made, by address; what it does not name is not looked at. */
  readonly bases: Readonly<Record<string, string | null>>
  readonly project: Project | undefined
}

/** A change that was made, with the skill that it made. */
export interface Applied extends Change {
  readonly made?: SkillRow
  readonly warnings: readonly Issue[]
}

export interface AppliedAll {
  readonly changes: readonly Applied[]
  readonly removals: readonly Removal[]
  /** Whose tokens are to be given back. */
  readonly left: readonly IntegrationWithSlots[]
}

/**
 * Makes a server hold what resources say: all of it or, where anything stands against that, nothing. Nothing is published, and
 * writes land disabled. Throws `conflict` for what has changed since its plan, `binding_invalid` with all that stands against it.
 */
export async function applyChanges(
  services: Needs<'config' | 'runCaches' | 'store'>,
  { principal, resources, bases, project }: Applying,
): Promise<AppliedAll> {
  await requireCompiling(services, { principal, resources, project })
  return services.store.run(principal.organizationId, async (transaction) => {
    const agents = await holdAgents(transaction, resources)
    const changes = await planChanges(transaction, { resources, agents, project })
    const removals = await planRemovals(transaction, project, changes)
    requireBases([...changes, ...removals], bases)
    requireUnopposed(changes)
    const rows = new Map([...agents].map(([name, { row }]) => [name, row]))
    const applied: Applied[] = []
    // Agents first, since bindings are of them.
    const ordered = [...changes.filter(isOfAgent), ...changes.filter((change) => !isOfAgent(change))]
    for (const change of ordered) {
      const one = await applyOne(services, transaction, { principal, change, rows })
      await keepManager(transaction, one, project)
      applied.push(one)
    }
    const left: IntegrationWithSlots[] = []
    for (const { skill } of removals)
      left.push(...(await takeSkill(services, transaction, { principal, row: skill })))
    await tell(services, transaction, { principal, changes, removals })
    const inOrder = changes.map(
      (change) => applied.find(({ address }) => address === change.address) ?? toApplied(change),
    )
    return { changes: inOrder, removals, left }
  })
}

/** All that stands against any of them is told before the first is written. */
async function requireCompiling(
  services: Needs<'store'>,
  { principal, resources, project }: Omit<Applying, 'bases'>,
): Promise<void> {
  const planned = await services.store.run(principal.organizationId, async (transaction) =>
    planChanges(transaction, {
      resources,
      agents: await loadAgents(transaction, namesIn(resources)),
      project,
    }),
  )
  requireUnopposed(judge(planned))
}

async function keepManager(
  transaction: Transaction,
  { made, skill }: Applied,
  project: Project | undefined,
): Promise<void> {
  const row = made ?? skill
  if (row === undefined || project === undefined || row.managedBy === project.name) return
  await setSkillManager(transaction, row.id, project.name)
}

/** The agents that resources are of, held until the transaction ends, in one order for all. */
async function holdAgents(transaction: Transaction, resources: readonly Resource[]) {
  const found = await loadAgents(transaction, namesIn(resources))
  const held = new Map(found)
  for (const [name, { row }] of [...found].sort(([, one], [, other]) => (one.row.id < other.row.id ? -1 : 1)))
    held.set(name, await loadAgent(transaction, await requireLocked(transaction, row.id)))
  return held
}

const isOfAgent = ({ resource }: Change): boolean => resource.kind === 'Agent'

const toApplied = (change: Change): Applied => ({ ...change, warnings: [] })

/** Everything that stands against any of them, by its place among the resources. */
function requireUnopposed(changes: readonly Change[]): void {
  const issues = changes.flatMap((change, at) =>
    change.issues.filter(({ severity }) => severity === 'error').map((issue) => within(issue, at)),
  )
  if (issues.length === 0) return
  throw new PlatformError('binding_invalid', `Nothing was applied: ${summarizeIssues(issues)}`, {
    issues: byGravity(issues),
  })
}

/** A finding of one resource as one of the request, with its fixes. */
function within({ fixes, ...issue }: Issue, at: number): Issue {
  const path: Issue['path'] = ['resources', at, ...issue.path]
  if (fixes === undefined) return { ...issue, path }
  const moved = fixes.map(({ patch, ...fix }) => ({
    ...fix,
    patch: patch.map((step) => ({ ...step, path: `/resources/${at}${step.path}` })),
  }))
  return { ...issue, path, fixes: moved }
}

interface One {
  readonly principal: Principal
  readonly change: Change
  readonly rows: Map<string, AgentRow>
}

async function applyOne(
  services: Needs<'config' | 'store'>,
  transaction: Transaction,
  { principal, change, rows }: One,
): Promise<Applied> {
  const { resource, action } = change
  if (action === 'none') return toApplied(change)
  if (resource.kind === 'Agent') {
    rows.set(resource.name, await applyAgent(services, transaction, { principal, resource, rows }))
    return toApplied(change)
  }
  return applyBinding(services, transaction, { principal, change, resource, rows })
}

async function applyAgent(
  services: Needs<'config' | 'store'>,
  transaction: Transaction,
  { principal, resource, rows }: Omit<One, 'change'> & { readonly resource: AgentResource },
): Promise<AgentRow> {
  requireScope(principal, 'agents:write')
  const { apiVersion: _version, kind: _kind, ...content } = resource
  const agent = rows.get(resource.name)
  return agent === undefined
    ? makeAgent(services, transaction, { principal, content })
    : changeAgent(services, transaction, { principal, agent, change: content })
}

async function applyBinding(
  services: Needs<'store'>,
  transaction: Transaction,
  { principal, change, resource, rows }: One & { readonly resource: AnyBindingResource },
): Promise<Applied> {
  const place = placeOfResource(rows.get(resource.agent)?.id ?? '', resource)
  const { skill } = change
  const { row, warnings } =
    skill === undefined
      ? await createFromBinding(services, transaction, { principal, place, origin: 'binding' })
      : await rewriteFromBinding(services, transaction, {
          principal,
          skill,
          binding: place.binding,
          kind: place.kind,
          by: 'author',
        })
  return { ...change, made: row, warnings }
}

interface Told {
  readonly principal: Principal
  readonly changes: readonly Change[]
  readonly removals: readonly Removal[]
}

async function tell(
  services: Needs<'store'>,
  transaction: Transaction,
  { principal, changes, removals }: Told,
): Promise<void> {
  const made = [
    ...changes.filter(({ action }) => action !== 'none').map(({ action, address }) => `${action} ${address}`),
    ...removals.map(({ address }) => `delete ${address}`),
  ]
  if (made.length === 0) return
  await services.store.audit.append(transaction, principal.organizationId, {
    actor: principal.actor,
    action: 'resources.applied',
    subject: principal.organizationId,
    detail: { changed: made.slice(0, 200) },
  })
}
