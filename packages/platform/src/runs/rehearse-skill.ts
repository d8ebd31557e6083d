import {
  type AgentId,
  type Connection,
  type Environment,
  type Executor,
  isAgentId,
  isJsonObject,
  isSkillId,
  type Json,
  type JsonObject,
  type ProviderResponse,
  type Scoping,
  type Skill,
  type SkillCall,
  skillHash,
  type SkillResult,
  type StepRecord,
} from '@bindery/model'
import {
  memoryPorts,
  previewSkill,
  type PreviewResult,
  type RunnableSkill,
  type RunPorts,
  runSkill,
} from '@bindery/runtime'
import { loadAdapter } from '@bindery/sources'
import type { Principal } from '../kernel/principal.ts'
import { newId } from '../kernel/ids.ts'
import { openIntegration, openPreview } from '../integrations/open-integration.ts'
import type { Needs } from '../kernel/needs.ts'
import { conversationContext } from './conversation-context.ts'

export interface Rehearsal {
  readonly skill: Skill
  readonly scoping: Scoping
  /** Of a skill of several steps: those of all its integrations, by slug. */
  readonly scopings?: { readonly [integration: string]: Scoping }
  readonly environment: Environment
  /** By the names of the skill's parameters; what a conversation would fill is given like the rest. */
  readonly params: JsonObject
  /** Of the agent, when there is one and it has one. */
  readonly timezone?: string
}

export interface Rehearsed {
  /** What was sent, redacted. */
  readonly preview: Json
  readonly result: SkillResult
  /** What the provider answered, without what it echoes of its own credential. Undefined when it gave no answer. */
  readonly response: RehearsedAnswer | undefined
  /** All answers, of several steps those of each after those of the one before. */
  readonly responses: readonly RehearsedAnswer[]
  /** Of several steps: what each of them did. */
  readonly steps: readonly StepRecord[]
  readonly ms: number
}

type RehearsedAnswer = Pick<ProviderResponse, 'data' | 'status' | 'bytes' | 'partial'>

/**
 * Calls a skill once, as an operator who looks at it: sent by the code that live calls use, but behind no confirmation and
 * outside of every log. Whoever calls this audits it first. Throws what stops the call before it is sent.
 */
export async function rehearseSkill(
  services: Needs<'config' | 'egress' | 'runCaches' | 'store'>,
  principal: Principal,
  rehearsal: Rehearsal,
): Promise<Rehearsed> {
  const seen: Seen = { answers: [], steps: [] }
  const ports = portsFor(services, seen)
  const runnable = toRunnable(rehearsal)
  const call = toCall(principal, runnable, rehearsal)
  const shown = await previewSkill(runnable, call, ports)
  if (shown.status === 'failed') throw shown.error
  const began = performance.now()
  const result = await runSkill(runnable, call, ports)
  const ms = Math.round(performance.now() - began)
  const responses = seen.answers.map(redacted)
  return { preview: shown.preview, result, response: responses[0], responses, steps: seen.steps, ms }
}

/** The request that a rehearsal would send, redacted. Nothing is sent. */
export async function previewRehearsal(
  services: Needs<'config' | 'egress' | 'runCaches' | 'store'>,
  principal: Principal,
  rehearsal: Rehearsal,
): Promise<PreviewResult> {
  const runnable = toRunnable(rehearsal)
  const ports = portsFor(services, { answers: [], steps: [] })
  return previewSkill(runnable, toCall(principal, runnable, rehearsal), ports)
}

/** What would be sent, of a preview. */
export function requestOf(preview: Json): Json {
  return isJsonObject(preview) ? (preview['request'] ?? preview) : preview
}

interface Seen {
  readonly answers: { readonly response: ProviderResponse; readonly connection: Connection }[]
  readonly steps: StepRecord[]
}

/** Only the connection knows every form of its credential. */
const redacted = ({ response, connection }: Seen['answers'][number]): RehearsedAnswer => ({
  ...response,
  data: connection.redact?.(response.data) ?? response.data,
})

function toRunnable({ skill: compiled, scoping, scopings, timezone }: Rehearsal): RunnableSkill {
  const policy = { ...compiled.policy, requiresConfirmation: false, requiresVerifiedIdentity: false }
  const {
    requiresHumanApproval: _approval,
    phases: _phases,
    allowedStates: _states,
    maxSuccessfulCalls: _most,
    ...open
  } = policy
  const skill = { ...compiled, policy: open }
  const skillId = newId()
  if (!isSkillId(skillId)) throw new Error('A new id does not have the form of an id.')
  const runnable = {
    skillId,
    skill,
    skillHash: skillHash(skill),
    isEnabled: true,
    isPublished: true,
    scoping,
    ...(scopings === undefined ? {} : { scopings }),
  }
  return timezone === undefined ? runnable : { ...runnable, timezone }
}

function toCall(
  principal: Principal,
  { skillId, skill, skillHash: hash, timezone }: RunnableSkill,
  { params, environment }: Rehearsal,
): SkillCall {
  const agentId = newAgent()
  const isContext = (name: string) =>
    skill.parameters.some((parameter) => parameter.name === name && parameter.origin === 'context')
  const given = Object.entries(params)
  return {
    organizationId: principal.organizationId,
    agentId,
    skillId,
    skillHash: hash,
    params: Object.fromEntries(given.filter(([name]) => !isContext(name))),
    context: conversationContext({
      agentId,
      timezone,
      given: Object.fromEntries(given.filter(([name]) => isContext(name))),
      facts: {},
      now: new Date(),
    }),
    environment,
    isCallerVerified: true,
    verifiedAt: new Date(),
    actor: principal.actor,
  }
}

function newAgent(): AgentId {
  const id = newId()
  if (isAgentId(id)) return id
  throw new Error('A new id does not have the form of an id.')
}

/** The world of a run with nothing kept, and with what the provider answered put aside. */
function portsFor(services: Needs<'config' | 'egress' | 'runCaches' | 'store'>, seen: Seen): RunPorts {
  const now = () => new Date()
  const memory = memoryPorts(now)
  return {
    ...memory,
    ledger: {
      begin: (intent) => memory.ledger.begin(intent),
      resume: (intent) => memory.ledger.resume(intent),
      recall: (question) => memory.ledger.recall(question),
      finish: (record, replay) => {
        seen.steps.push(...(record.steps ?? []))
        return memory.ledger.finish(record, replay)
      },
    },
    now,
    // What is tried is what was given, whatever becomes of the skill.
    standing: (runnable) => Promise.resolve(runnable),
    newId,
    connect: async (target) => {
      return openIntegration(services, target)
    },
    preview: (target) => openPreview(services, target),
    executorOf: async (source): Promise<Executor> => {
      const adapter = await loadAdapter(source)
      return {
        execute: async (call, connection, signal) => {
          const response = await adapter.execute(call, connection, signal)
          if (!('taken' in connection)) seen.answers.push({ response, connection })
          return response
        },
      }
    },
  }
}
