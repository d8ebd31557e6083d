import type { AgentId, OrganizationId } from '@bindery/model'
import { z } from 'zod'
import { AgentIdRow, DateRow } from '../rows.ts'
import { Table } from '../table.ts'
import type { Transaction } from '../tenancy.ts'

export interface ContextKey {
  readonly organizationId: OrganizationId
  readonly agentId: AgentId
  readonly conversationId: string
}

const ContextRow = z.object({
  holder: z.string(),
  status: z.enum(['loading', 'ready', 'failed']),
  sealed: z.string().nullable(),
  error: z.string().nullable(),
})
export type ContextRow = z.output<typeof ContextRow>

const contexts = new Table({
  name: 'conversation_contexts',
  row: ContextRow,
  hidden: z.object({ agentId: AgentIdRow, conversationId: z.string(), expiresAt: DateRow }),
})

export const findContext = (
  transaction: Transaction,
  { agentId, conversationId }: ContextKey,
): Promise<ContextRow | undefined> => contexts.find(transaction, { agentId, conversationId })

export interface LoadedContext {
  readonly holder: string
  readonly keepMs: number
  readonly outcome:
    | { readonly status: 'ready'; readonly sealed: string }
    | { readonly status: 'failed'; readonly error: string }
}

/** Keeps what loading gave; nothing when another holder has taken over. */
export async function settleContext(
  transaction: Transaction,
  { agentId, conversationId }: ContextKey,
  { holder, keepMs, outcome }: LoadedContext,
): Promise<void> {
  const cells = {
    status: outcome.status,
    sealed: outcome.status === 'ready' ? outcome.sealed : null,
    error: outcome.status === 'failed' ? outcome.error : null,
    expiresAt: transaction.raw("now() + ? * interval '1 millisecond'", [keepMs]),
  }
  await contexts.update(transaction, { agentId, conversationId, holder }, cells)
}

/** Forgets what conversations of an agent know: its context comes from somewhere else now. */
export async function forgetContexts(transaction: Transaction, agentId: AgentId): Promise<void> {
  await contexts.delete(transaction, { agentId })
}
