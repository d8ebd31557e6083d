import { isErrorCode, isJsonObject, type JsonObject, parseJson, PlatformError, Secret } from '@bindery/model'
import { type ContextRow, settleContext, takeContext } from '@bindery/store'
import { setTimeout as sleep } from 'node:timers/promises'
import { newId } from '../ids.ts'
import type { Services } from '../services.ts'
import { contextFailed, type ContextQuery, fetchContext } from './fetch-context.ts'

const keepMs = 24 * 60 * 60 * 1000
/** A failure is told to everybody for a while, so that a broken address is not asked by every call. */
const keepFailureMs = 10_000
const pollMs = 50

/**
 * The context of a conversation, loaded once however many calls want it, in any process, and kept sealed. Throws
 * PlatformError with the reason `dynamic_context` when it could not be loaded.
 */
export async function loadContext(services: Services, query: ContextQuery): Promise<JsonObject> {
  const holder = newId()
  const holdMs = query.settings.timeoutMs + 5_000
  const until = Date.now() + holdMs
  for (;;) {
    const row = await services.store.run(query.organizationId, (transaction) =>
      takeContext(transaction, query, { holder, holdMs }),
    )
    if (row?.holder === holder && row.status === 'loading') return loadOnce(services, query, holder)
    if (row?.status === 'ready' || row?.status === 'failed') return read(services, query, row)
    if (Date.now() > until) throw contextFailed(new PlatformError('upstream_timeout', 'It took too long.'))
    await sleep(pollMs)
  }
}

async function loadOnce(services: Services, query: ContextQuery, holder: string): Promise<JsonObject> {
  const settle = (settled: Omit<Parameters<typeof settleContext>[2], 'holder'>) =>
    services.store.run(query.organizationId, (transaction) =>
      settleContext(transaction, query, { holder, ...settled }),
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

function read(services: Services, query: ContextQuery, row: ContextRow): JsonObject {
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

const placeOf = ({ organizationId, agentId, conversationId }: ContextQuery) => ({
  organizationId,
  record: `conversation/${agentId}/${conversationId}`,
  field: 'context',
})
