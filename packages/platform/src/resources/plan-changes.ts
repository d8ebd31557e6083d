import { type Issue, PlatformError } from '@bindery/model'
import type { SkillRow, Transaction } from '@bindery/store'
import type { CompileTask } from '../skills/compile-binding.ts'
import { compileIssues, loadCheck } from './check-binding.ts'
import { type Difference, diffMembers } from './diff-members.ts'
import { hashOf, type KeptAgent, resourceOfAgent, resourceOfSkill, toMembers } from './kept-resources.ts'
import { addressOf, type AgentResource, type AnyBindingResource, type Resource } from './resource.ts'

export type Action = 'create' | 'update' | 'rename' | 'none'

/** Whose files they are; with `prune` what those do not hold any more goes. */
export interface Project {
  readonly name: string
  readonly prune: boolean
}

/** What becomes of one resource. */
export interface Change {
  readonly address: string
  readonly resource: Resource
  readonly action: Action
  /** Address that a renamed one has now. */
  readonly from?: string
  readonly diff: readonly Difference[]
  /** Of what is there now; null for nothing. */
  readonly base: string | null
  /** What would be changed: of an agent or a skill that is there. */
  readonly skill?: SkillRow
  readonly issues: readonly Issue[]
  /** What has yet to be compiled to know all that stands against it. */
  readonly task?: CompileTask
}

interface Planning {
  readonly transaction: Transaction
  readonly agents: ReadonlyMap<string, KeptAgent>
  /** Agents that are there, or are made by the same resources. */
  readonly named: ReadonlySet<string>
  readonly project: Project | undefined
}

export interface Asked {
  readonly resources: readonly Resource[]
  readonly agents: ReadonlyMap<string, KeptAgent>
  readonly project: Project | undefined
}

/**
 * What would become of resources, each compared with what is there. Nothing is changed; what the compiler says is known once they
 * are judged, outside of the transaction.
 */
export async function planChanges(
  transaction: Transaction,
  { resources, agents, project }: Asked,
): Promise<readonly Change[]> {
  const made = resources.flatMap((resource) => (resource.kind === 'Agent' ? [resource.name] : []))
  const planning = { transaction, agents, project, named: new Set([...agents.keys(), ...made]) }
  const changes: Change[] = []
  for (const resource of resources) {
    const change = await planOne(resource, planning)
    const other = changes.find((earlier) => isAboutSame(earlier, change))
    const twice = other === undefined ? [] : [duplicate(change, other)]
    changes.push({ ...change, issues: [...twice, ...change.issues] })
  }
  return changes
}

/** The same with all that the compiler says. Holds no transaction: many bindings take a while. */
export const judge = (changes: readonly Change[]): readonly Change[] =>
  changes.map(({ task, ...change }) =>
    task === undefined ? change : { ...change, issues: [...change.issues, ...compileIssues(task)] },
  )

const isAboutSame = (one: Change, other: Change): boolean =>
  one.address === other.address || (one.skill !== undefined && one.skill.id === other.skill?.id)

const planOne = (resource: Resource, planning: Planning): Change | Promise<Change> =>
  resource.kind === 'Agent' ? planAgent(resource, planning) : planBinding(resource, planning)

function planAgent(resource: AgentResource, { agents }: Planning): Change {
  const kept = agents.get(resource.name)
  const change = { address: addressOf(resource), resource, issues: [] }
  if (kept === undefined) return { ...change, action: 'create', diff: [], base: null }
  const now = resourceOfAgent(kept.row)
  // What is left out stays as it is.
  const diff = diffMembers({ ...toMembers(now) }, { ...toMembers(now), ...toMembers(resource) })
  return { ...change, action: diff.length === 0 ? 'none' : 'update', diff, base: hashOf(now) }
}

async function planBinding(resource: AnyBindingResource, planning: Planning): Promise<Change> {
  const { transaction, agents, named, project } = planning
  const address = addressOf(resource)
  const kept = findKept(resource, agents.get(resource.agent))
  const unknown = named.has(resource.agent) ? [] : [agentMissing(resource.agent)]
  const now = kept === undefined ? undefined : resourceOfSkill(resource.agent, kept.skill)
  const diff = now === undefined ? [] : diffMembers(toMembers(now), toMembers(resource))
  const action = actionOf(kept, diff)
  // What stays as it is was checked when it was written.
  const { issues, task } = action === 'none' ? { issues: [] } : await loadCheck(transaction, resource)
  return {
    address,
    resource,
    action,
    ...(kept?.from === undefined ? {} : { from: kept.from }),
    diff,
    base: now === undefined ? null : hashOf(now),
    ...(kept === undefined ? {} : { skill: kept.skill }),
    issues: [...unknown, ...ofAnother(kept?.skill, project), ...issues],
    ...(task === undefined ? {} : { task }),
  }
}

interface KeptSkill {
  readonly skill: SkillRow
  readonly from?: string
}

function findKept(resource: AnyBindingResource, agent: KeptAgent | undefined): KeptSkill | undefined {
  const own = agent?.skills.get(nameOf(resource))
  if (own !== undefined) return { skill: own }
  const { moved } = resource
  const moving = moved === undefined ? undefined : agent?.skills.get(moved.from)
  return moving === undefined
    ? undefined
    : { skill: moving, from: `Binding/${resource.agent}/${moving.functionName}` }
}

const nameOf = (resource: AnyBindingResource): string => addressOf(resource).split('/').at(-1) ?? ''

function actionOf(kept: KeptSkill | undefined, diff: readonly Difference[]): Action {
  if (kept === undefined) return 'create'
  if (kept.from !== undefined) return 'rename'
  return diff.length === 0 ? 'none' : 'update'
}

const duplicate = ({ address }: Change, other: Change): Issue => ({
  code: 'resource_twice',
  severity: 'error',
  path: [],
  message:
    address === other.address
      ? `"${address}" is written twice: keep one of them.`
      : `"${address}" and "${other.address}" are made of one skill: "moved" is for one of them.`,
})

const agentMissing = (name: string): Issue => ({
  code: 'agent_unknown',
  severity: 'error',
  path: ['agent'],
  message: `There is no agent "${name}", and none of the resources makes it.`,
})

function ofAnother(skill: SkillRow | undefined, project: Project | undefined): readonly Issue[] {
  const owner = skill?.managedBy ?? project?.name
  if (owner === project?.name || project === undefined) return []
  const message = `"${skill?.functionName}" is written from the files of the project "${owner}": change it there, or delete it first.`
  return [{ code: 'managed_elsewhere', severity: 'error', path: [], message }]
}

/** Throws `conflict` with every resource that is no longer what the plan was made of. */
export function requireBases(
  changes: readonly Pick<Change, 'address' | 'base'>[],
  bases: Readonly<Record<string, string | null>>,
): void {
  const moved = changes.filter(({ address, base }) => {
    const seen = bases[address]
    return seen !== undefined && seen !== base
  })
  if (moved.length === 0) return
  const names = moved.map(({ address }) => address)
  const told = names.map((name) => `"${name}"`).join(', ')
  throw new PlatformError(
    'conflict',
    `Changed since the plan was made: ${told}. Nothing was applied: plan again.`,
    { members: { moved: names } },
  )
}
