import { isErrorCode, isJsonObject, type JsonObject, parseJson, PlatformError, Secret } from '@bindery/model'
import { apartIn } from '@bindery/runtime'
import { type ContextKey, type ContextRow, settleContext, takeContext } from '@bindery/store'
import { setTimeout as sleep } from 'node:timers/promises'
import { newId } from '../../kernel/ids.ts'
import type { Needs } from '../../kernel/needs.ts'
import { contextFailed, type ContextQuery, fetchContext } from './fetch-context.ts'

const keepMs = 24 * 60 * 60 * 1000
/** A failure is told to everybody for a while, so that a broken address is not asked by every call. */
const keepFailureMs = 10_000
const pollMs = 50

/**
 * The context of a conversation in one environment, loaded once however many calls want it, in any process, and kept
 * sealed. Throws PlatformError with the reason `dynamic_context` when it could not be loaded.
 */
export async function loadContext(
  services: Needs<'egress' | 'store'>,
  query: ContextQuery,
): Promise<JsonObject> {
  const holder = newId()
  const holdMs = query.settings.timeoutMs + 5_000
  const until = Date.now() + holdMs
  for (;;) {
    const row = await services.store.run(query.organizationId, (transaction) =>
      takeContext(transaction, keyOf(query), { holder, holdMs }),
    )
    if (row?.holder === holder && row.status === 'loading') return loadOnce(services, query, holder)
    if (row?.status === 'ready' || row?.status === 'failed') return read(services, query, row)
    if (Date.now() > until) throw contextFailed(new PlatformError('upstream_timeout', 'It took too long.'))
    await sleep(pollMs)
  }
}

async function loadOnce(
  services: Needs<'egress' | 'store'>,
  query: ContextQuery,
  holder: string,
): Promise<JsonObject> {
  const settle = (settled: Omit<Parameters<typeof settleContext>[2], 'holder'>) =>
    services.store.run(query.organizationId, (transaction) =>
      settleContext(transaction, keyOf(query), { holder, ...settled }),
    )
  try {
    const context = await fetchContext(services, query)
    const sealed = services.store.vault.seal(new Secret(JSON.stringify(context)), placeOf(query))
    await settle({ keepMs, outcome: { status: 'ready', sealed } })
    return context
  } catch (error) {
    const failed = contextFailed(error)
    const told = error instanceof PlatformError ? error : failed
    await settle({
      keepMs: keepFailureMs,
      outcome: { status: 'failed', error: `${told.code} ${told.message}` },
    })
    throw told
  }
}

function read(services: Needs<'store'>, query: ContextQuery, row: ContextRow): JsonObject {
  if (row.sealed === null) {
    const [code = '', ...message] = (row.error ?? '').split(' ')
    throw new PlatformError(isErrorCode(code) ? code : 'upstream_error', message.join(' '), {
      reason: 'dynamic_context',
      sent: 'no',
    })
  }
  const context = parseJson(services.store.vault.open(row.sealed, placeOf(query)).reveal())
  return isJsonObject(context) ? context : {}
}

/** What one environment knows of a conversation is nothing to another one, whatever their conversations are called. */
const keyOf = ({ organizationId, agentId, conversationId, environment }: ContextQuery): ContextKey => ({
  organizationId,
  agentId,
  conversationId: apartIn(environment, conversationId),
})

function placeOf(query: ContextQuery) {
  const { organizationId, agentId, conversationId } = keyOf(query)
  return { organizationId, record: `conversation/${agentId}/${conversationId}`, field: 'context' }
}
