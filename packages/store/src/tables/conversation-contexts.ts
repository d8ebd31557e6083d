import type { AgentId, OrganizationId } from '@bindery/model'
import { z } from 'zod'
import { parseFirstRow } from '../rows.ts'
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

/**
 * The context of a conversation as it is known. Where none is, or the known one has expired, the caller becomes its
 * holder and must load it: of callers side by side one does.
 */
export async function takeContext(
  transaction: Transaction,
  key: ContextKey,
  { holder, holdMs }: { readonly holder: string; readonly holdMs: number },
): Promise<ContextRow | undefined> {
  await transaction.raw(
    `insert into conversation_contexts (organization_id, agent_id, conversation_id, holder, status, expires_at)
     values (?, ?, ?, ?, 'loading', now() + ? * interval '1 millisecond')
     on conflict (organization_id, agent_id, conversation_id) do update
       set holder = excluded.holder, status = 'loading', sealed = null, error = null, expires_at = excluded.expires_at
       where conversation_contexts.expires_at < now()`,
    [key.organizationId, key.agentId, key.conversationId, holder, holdMs],
  )
  const result: unknown = await transaction.raw(
    `select holder, status, sealed, error from conversation_contexts
     where agent_id = ? and conversation_id = ?`,
    [key.agentId, key.conversationId],
  )
  return parseFirstRow(ContextRow, result)
}

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
  key: ContextKey,
  { holder, keepMs, outcome }: LoadedContext,
): Promise<void> {
  await transaction.raw(
    `update conversation_contexts set status = ?, sealed = ?, error = ?,
       expires_at = now() + ? * interval '1 millisecond'
     where agent_id = ? and conversation_id = ? and holder = ?`,
    [
      outcome.status,
      outcome.status === 'ready' ? outcome.sealed : null,
      outcome.status === 'failed' ? outcome.error : null,
      keepMs,
      key.agentId,
      key.conversationId,
      holder,
    ],
  )
}

/** Forgets what conversations of an agent know: its context comes from somewhere else now. */
export async function forgetContexts(transaction: Transaction, agentId: AgentId): Promise<void> {
  await transaction.raw('delete from conversation_contexts where agent_id = ?', [agentId])
}
