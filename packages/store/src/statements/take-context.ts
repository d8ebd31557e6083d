import { type ContextKey, type ContextRow, findContext } from '../tables/conversation-contexts.ts'
import type { Transaction } from '../tenancy.ts'

// Raw: a context is taken over only where the one that is there has expired.

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
  return findContext(transaction, key)
}
