import type { TestDatabase } from '@bindery/connection/testing'
import type { BindingInputDocument, JsonObject } from '@bindery/model'
import type { SqlDialect } from '@bindery/sources'
import { z } from 'zod'
import { idOf, must } from './clinic-server.ts'
import { runVerified } from './run-verified.ts'
import type { ApiAnswer, TestServer } from './test-server.ts'

/** A database behind an integration of a test server, discovered, and an agent for it. */
export interface Tables {
  readonly dialect: SqlDialect
  readonly database: TestDatabase
  readonly agentId: string
  readonly discover: () => Promise<ApiAnswer>
  /** Binds on the agent and gives the answer of the API. */
  readonly bind: (binding: BindingInputDocument) => Promise<ApiAnswer>
  /** Binds, enables (acknowledging a write) and publishes; gives the skill's id. */
  readonly publish: (binding: BindingInputDocument) => Promise<string>
  readonly execute: (skillId: string, params: JsonObject) => Promise<ApiAnswer>
  /** Publishes and runs a binding to its end: a write is approved, an update comes from a verified caller. */
  readonly run: (binding: BindingInputDocument, params: JsonObject) => Promise<ApiAnswer>
  /** The same with a skill that is published already. */
  readonly complete: (call: CompleteCall) => Promise<ApiAnswer>
}

export interface CompleteCall {
  readonly skillId: string
  readonly operation: string
  readonly params: JsonObject
}

export interface TablesOptions {
  readonly dialect: SqlDialect
  readonly database: TestDatabase
  /** Of the integration; the dialect when it is not given. */
  readonly kind?: string
  readonly login?: { readonly user: string; readonly password: string }
}

/** Registers, connects and discovers a database as an integration. */
export async function connectTables(server: TestServer, options: TablesOptions): Promise<Tables> {
  const { dialect, database, login, kind = dialect } = options
  const { api } = server
  const place = `/integrations/${kind}`
  const discover = () => must(api('POST', `${place}/discover`, { headers: { prefer: 'wait=60' } }))
  await must(api('POST', '/integrations', { body: { kind, name: kind, type: dialect } }))
  await must(
    api('POST', `${place}/connect`, { body: { credentials: { ...database.credentials, ...login } } }),
  )
  await discover()
  const agentId = idOf(await must(api('POST', '/agents', { body: { name: `agent of ${kind}` } })))
  const bind = (binding: BindingInputDocument) =>
    api('POST', `/agents/${agentId}${place}/bindings`, { body: binding })
  const publish = async (binding: BindingInputDocument): Promise<string> => {
    const skillId = idOf(await must(bind(binding)))
    const enable = { isEnabled: true, acknowledge: ['write'] }
    await must(api('PATCH', `/agents/${agentId}/skills/${skillId}`, { body: enable }))
    await must(api('POST', `/agents/${agentId}/publish`))
    return skillId
  }
  const execute = (skillId: string, params: JsonObject) =>
    api('POST', `/agents/${agentId}/skills/${skillId}/execute`, { body: { params } })
  const complete = async ({ skillId, operation, params }: CompleteCall): Promise<ApiAnswer> => {
    const approve = (confirmationId: string) => api('POST', `/confirmations/${confirmationId}/approve`)
    if (operation.endsWith('.update'))
      return approve(await pauseVerified(server, { agentId, skillId, params }))
    const answer = await execute(skillId, params)
    return answer.status === 202 ? approve(Paused.parse(answer.data).confirmationId) : answer
  }
  const run = async (binding: BindingInputDocument, params: JsonObject): Promise<ApiAnswer> =>
    complete({ skillId: await publish(binding), operation: binding.operation, params })
  return { dialect, database, agentId, discover, bind, publish, execute, run, complete }
}

const Paused = z.object({ confirmationId: z.string() })

/** Starts a call of a verified caller, which then waits for a person; gives the id of the confirmation. */
async function pauseVerified(
  server: TestServer,
  of: { readonly agentId: string; readonly skillId: string; readonly params: JsonObject },
): Promise<string> {
  const result = await runVerified(server, of)
  if (result.status === 'confirmation_required') return result.confirmationId
  throw new Error(`Expected a confirmation, got ${JSON.stringify(result)}`)
}
