import {
  type Connection,
  type Guardrail,
  type HttpRequest,
  integrationsOf,
  type JsonObject,
  openScoping,
  PlatformError,
  Secret,
  type Skill,
  skillHash,
  type SkillResult,
  type SourceAdapter,
} from '@bindery/model'
import { redactor } from '@bindery/connection'
import { memoryPorts, runSkill, type RunPorts } from '@bindery/runtime'
import { newAgentId, newId, newOrganizationId, newSkillId } from '@bindery/platform/kernel'

export interface OneRun {
  readonly params: JsonObject
  /** The body of the provider's answer. */
  readonly answer: string
  readonly rules: readonly Guardrail[]
  /** A credential that the provider may echo. */
  readonly secret: string | undefined
  readonly adapter: SourceAdapter
}

export interface Ran {
  readonly result: SkillResult
  /** What left, in order. */
  readonly sent: readonly HttpRequest[]
}

/** Runs a skill through all of its gates against an answer that is given; nobody is asked and nothing is kept. */
export async function runOnce(skill: Skill, run: OneRun): Promise<Ran> {
  const sent: HttpRequest[] = []
  return { result: await runOver(skill, { ...run, connection: answering(run, sent) }), sent }
}

export interface RunOver extends Pick<OneRun, 'params' | 'rules' | 'adapter'> {
  readonly connection: Connection
  /** Of the agent. */
  readonly timezone?: string
  /** When the call is made; at once when absent. */
  readonly now?: Date
}

/** The same over a connection. */
export function runOver(skill: Skill, run: RunOver): Promise<SkillResult> {
  const policy = { ...skill.policy, requiresConfirmation: false, requiresVerifiedIdentity: false }
  const open = { ...skill, policy }
  const hash = skillHash(open)
  const runnable = {
    skillId: newSkillId(),
    skill: open,
    skillHash: hash,
    isEnabled: true,
    isPublished: true,
    scoping: openScoping,
    scopings: Object.fromEntries(integrationsOf(open).map((name) => [name, openScoping])),
    guardrails: run.rules,
    ...(run.timezone === undefined ? {} : { timezone: run.timezone }),
  }
  const call = {
    organizationId: newOrganizationId(),
    agentId: newAgentId(),
    skillId: runnable.skillId,
    skillHash: hash,
    params: run.params,
    environment: 'production',
    isCallerVerified: true,
    actor: 'key:agreement',
  } as const
  return runSkill(runnable, call, portsOf(run))
}

function portsOf({ adapter, connection, now }: RunOver): RunPorts {
  const clock = (): Date => now ?? new Date()
  const state = memoryPorts(clock)
  return {
    now: clock,
    newId,
    standing: (runnable) => Promise.resolve(runnable),
    executorOf: () => Promise.resolve(adapter),
    connect: () => Promise.resolve(connection),
    preview: () => Promise.reject(new PlatformError('internal_error', 'Nothing is previewed.')),
    limits: state.limits,
    conversations: state.conversations,
    successfulCalls: state.successfulCalls,
    confirmations: state.confirmations,
    ledger: state.ledger,
  }
}

function answering({ answer, secret }: Pick<OneRun, 'answer' | 'secret'>, sent: HttpRequest[]): Connection {
  const response = {
    status: answer === '' ? 204 : 200,
    headers: new Map([['content-type', 'application/json']]),
    body: new TextEncoder().encode(answer),
  }
  const refuse = (): Promise<never> =>
    Promise.reject(new PlatformError('internal_error', 'There is no database.'))
  const connection = {
    environment: 'production',
    fetch: (request: HttpRequest) => {
      sent.push(request)
      return Promise.resolve(response)
    },
    database: refuse,
    documents: refuse,
  } as const
  return secret === undefined ? connection : { ...connection, redact: redactor([new Secret(secret)]).json }
}
