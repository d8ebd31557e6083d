import { PlatformError } from '@bindery/model'
import {
  type AgentChange,
  type AgentRow,
  findAgentByName,
  insertAgent,
  type NewAgent,
  type Transaction,
  updateAgent,
} from '@bindery/store'
import { newAgentId } from '../kernel/ids.ts'
import type { Needs } from '../kernel/needs.ts'
import { checkPlan } from '../kernel/plan-limits.ts'
import type { Principal } from '../kernel/principal.ts'
import { requireAgent } from '../kernel/require-skill.ts'

type Named = Pick<NewAgent, 'name'> & Partial<Pick<NewAgent, 'description' | 'timezone'>>

/** Makes an agent inside a transaction. Throws `duplicate_name`, `agent_limit_reached`. */
export async function makeAgent(
  services: Needs<'config' | 'store'>,
  transaction: Transaction,
  { principal, content }: { readonly principal: Principal; readonly content: Named },
): Promise<AgentRow> {
  const { organizationId, actor } = principal
  const { name, description, timezone } = content
  const id = newAgentId()
  if (!(await insertAgent(transaction, { organizationId, id, name, description, timezone })))
    throw nameTaken(name)
  await checkPlan(services, transaction, { organizationId, what: 'agents' })
  await services.store.audit.append(transaction, organizationId, {
    actor,
    action: 'agent.created',
    subject: id,
    detail: { name },
  })
  return requireAgent(transaction, id)
}

interface Changing {
  readonly principal: Principal
  /** Held by the transaction. */
  readonly agent: AgentRow
  readonly change: AgentChange
}

/** Changes what an agent says of itself; what is undefined stays. Throws `duplicate_name`. */
export async function changeAgent(
  services: Needs<'store'>,
  transaction: Transaction,
  { principal, agent, change }: Changing,
): Promise<AgentRow> {
  const holder = change.name === undefined ? undefined : await findAgentByName(transaction, change.name)
  if (holder !== undefined && holder.id !== agent.id) throw nameTaken(holder.name)
  await updateAgent(transaction, agent.id, change)
  await services.store.audit.append(transaction, principal.organizationId, {
    actor: principal.actor,
    action: 'agent.edited',
    subject: agent.id,
    detail: { changed: Object.keys(change) },
  })
  return requireAgent(transaction, agent.id)
}

const nameTaken = (name: string): PlatformError =>
  new PlatformError('duplicate_name', `There is an agent "${name}" already.`)
