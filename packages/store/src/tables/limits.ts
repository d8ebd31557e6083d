import type { AgentId, OrganizationId, SkillId } from '@bindery/model'
import { z } from 'zod'
import { AgentIdRow, SkillIdRow } from '../rows.ts'
import { Table } from '../table.ts'
import type { Transaction } from '../tenancy.ts'

export interface TurnKey {
  readonly organizationId: OrganizationId
  readonly agentId: AgentId
  readonly conversationId: string
}

const turns = new Table({
  name: 'conversation_turns',
  row: z.object({ agentId: AgentIdRow, conversationId: z.string(), holder: z.string() }),
})

export async function releaseTurn(
  transaction: Transaction,
  { agentId, conversationId }: TurnKey,
  holder: string,
): Promise<void> {
  await turns.delete(transaction, { agentId, conversationId, holder })
}

export interface CallKey extends TurnKey {
  readonly skillId: SkillId
}

const calls = new Table({
  name: 'conversation_calls',
  row: z.object({
    agentId: AgentIdRow,
    conversationId: z.string(),
    skillId: SkillIdRow,
    taken: z.int(),
  }),
})

/** Gives a place back, for a call that did not succeed. */
export async function giveCallBack(
  transaction: Transaction,
  { agentId, conversationId, skillId }: CallKey,
): Promise<void> {
  const taken = transaction.raw('greatest(taken - 1, 0)')
  await calls.update(transaction, { agentId, conversationId, skillId }, { taken })
}
