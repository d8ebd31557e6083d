import type { ExecutionOutcome } from './api.gen.ts'
import { type Client, type ClientOptions, createApiClient, unwrap } from './api-client.ts'
import { patiently, type Patience } from './patiently.ts'

/** What one skill takes and gives. */
export interface SkillType {
  readonly params: object
  readonly output: object
}

export interface AgentClientOptions extends ClientOptions {
  /** By its id. */
  readonly agentId: string
  /** How long a call is tried again; four times within 30 s when absent. */
  readonly patience?: Patience
}

export interface RunOptions {
  readonly conversationId?: string
  readonly environment?: 'development' | 'staging' | 'production'
  readonly verificationToken?: string
  /** A write with the same key leaves at most once; one of its own for each call when absent. */
  readonly idempotencyKey?: string
}

/** How a run ended. Only `ok` has an output. */
export type RunOutcome<Output> =
  | { readonly status: 'ok'; readonly output: Output; readonly executionId?: string }
  | (Omit<ExecutionOutcome, 'status' | 'output'> & {
      readonly status: Exclude<ExecutionOutcome['status'], 'ok'>
    })

/** The published skills of an agent, by the types that `bindery types` writes of them. */
export interface AgentClient<Skills extends { readonly [Name in keyof Skills]: SkillType }> {
  /**
   * Runs a skill. A failure that may pass is tried again, with the same key, so a write leaves at most once. Throws `ProblemError`,
   * and what `fetch` throws when the server cannot be reached.
   */
  readonly run: <Name extends keyof Skills & string>(
    skill: Name,
    params: Skills[Name]['params'],
    options?: RunOptions,
  ) => Promise<RunOutcome<Skills[Name]['output']>>
  /** Every route of the API, by the same key. */
  readonly api: Client
}

/**
 * ```ts
 * const desk = createAgentClient<Skills>({ baseUrl, apiKey, agentId })
 * const found = await desk.run('find_patient', { caller_phone: '+31612345678' })
 * if (found.status === 'ok') console.log(found.output.patients)
 * ```
 */
export function createAgentClient<Skills extends { readonly [Name in keyof Skills]: SkillType }>(
  options: AgentClientOptions,
): AgentClient<Skills> {
  const { agentId, patience } = options
  const api = createApiClient(options)
  return {
    api,
    run: async (skillId, params, { idempotencyKey = crypto.randomUUID(), ...more } = {}) => {
      const body = { params: Object.fromEntries(Object.entries(params)), ...more }
      const ask = async () =>
        unwrap(
          await api.POST('/api/v1/agents/{agentId}/skills/{skillId}/execute', {
            params: { path: { agentId, skillId } },
            headers: { 'idempotency-key': idempotencyKey },
            body,
          }),
        )
      return toOutcome((await patiently(ask, patience)).data)
    },
  }
}

function toOutcome<Output>(data: ExecutionOutcome): RunOutcome<Output> {
  if (isOutcome<Output>(data)) return data
  throw new Error('The server answered "ok" without an output.')
}

/** The server checks an output against the type that it published before it answers. */
const isOutcome = <Output>(data: ExecutionOutcome): data is ExecutionOutcome & RunOutcome<Output> =>
  data.status !== 'ok' || data.output !== undefined
