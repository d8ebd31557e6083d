import type {
  AgentId,
  Connection,
  ExecutionId,
  Executor,
  Json,
  OrganizationId,
  PlannedCall,
  ProviderResponse,
  RequestPreview,
  OperationSkill,
  Skill,
  SkillCall,
  SkillId,
} from '@bindery/model'
import {
  isAgentId,
  isExecutionId,
  isOrganizationId,
  isSkillId,
  openScoping,
  parseJson,
  scalarType,
  skillHash,
} from '@bindery/model'
import { type MemoryPorts, memoryPorts } from '../memory-ports.ts'
import type { PreviewConnection, RunnableSkill, RunPorts } from '../ports.ts'

/** A skill that reads one ticket, changed as given. */
export function sampleSkill(change: Partial<OperationSkill> = {}): OperationSkill {
  return {
    formatVersion: 1,
    source: 'sample',
    integration: 'desk',
    operation: 'getTicket',
    effect: 'read',
    toolName: 'Get ticket',
    functionName: 'get_ticket',
    description: 'Reads a ticket.',
    parameters: [{ name: 'ticket_id', type: scalarType('string'), nullable: false, required: true }],
    assignments: [
      {
        target: ['id'],
        targetType: scalarType('string'),
        targetNullable: false,
        source: { from: 'parameter', name: 'ticket_id' },
      },
    ],
    outputs: [
      {
        kind: 'value',
        leaf: 'subject',
        path: [{ kind: 'field', name: 'subject' }],
        sourceType: scalarType('string'),
        type: { kind: 'scalar', scalar: 'string' },
        nullable: false,
        sensitivity: 'none',
      },
    ],
    plan: {},
    parametersSchema: {},
    outputSchema: {},
    policy: {
      requiresConfirmation: false,
      requiresVerifiedIdentity: false,
      nonParallelizable: false,
      timeoutMs: 1000,
      maxResponseBytes: 1_000_000,
    },
    messages: {},
    egress: [],
    sensitivity: 'none',
    catalogHash: 'sha256:0',
    sliceHash: 'sha256:0',
    ...change,
  }
}

/** The same skill as a write that takes part in everything: confirmation, identity, turns. */
export function sampleWrite(change: Partial<OperationSkill['policy']> = {}): OperationSkill {
  const { policy } = sampleSkill()
  return sampleSkill({
    effect: 'create',
    operation: 'createTicket',
    functionName: 'create_ticket',
    policy: { ...policy, ...change },
  })
}

/** An enabled, published skill. */
export function runnableOf(skill: Skill, change: Partial<RunnableSkill> = {}): RunnableSkill {
  return {
    skillId: ids.skill,
    skill,
    skillHash: skillHash(skill),
    isEnabled: true,
    isPublished: true,
    scoping: openScoping,
    ...change,
  }
}

/** A call of it with `ticket_id` 4711. */
export function callOf(skill: Skill, change: Partial<SkillCall> = {}): SkillCall {
  return {
    organizationId: ids.organization,
    agentId: ids.agent,
    skillId: ids.skill,
    skillHash: skillHash(skill),
    params: { ticket_id: '4711' },
    environment: 'production',
    actor: 'key:test',
    ...change,
  }
}

/** What the sample provider does with a call. */
export type Behaviour = (call: PlannedCall, signal: AbortSignal) => Promise<Json>

/** Ports over memory with a clock that stands still until it is set, and a provider that behaves as told. */
export interface SampleWorld {
  readonly ports: RunPorts
  readonly state: MemoryPorts
  readonly sent: readonly PlannedCall[]
  readonly clock: { nowMs: number }
}

/** Answers every call with one ticket. */
export const answersTicket: Behaviour = () => Promise.resolve({ subject: 'Brake squeaks' })

export function sampleWorld(
  behaviour: Behaviour = answersTicket,
  change: Partial<RunPorts> = {},
): SampleWorld {
  const clock = { nowMs: Date.UTC(2026, 10, 21) }
  const now = (): Date => new Date(clock.nowMs)
  const state = memoryPorts(now)
  const sent: PlannedCall[] = []
  const executor: Executor = {
    execute: async (call, connection, signal) => {
      const answer = await connection.fetch(requestOf(call), signal)
      if (answer.status === 204) throw new TypeError('The answer is empty.')
      sent.push(call)
      return responseOf(await behaviour(call, signal))
    },
  }
  let count = 0
  const ports: RunPorts = {
    now,
    standing: (runnable) => Promise.resolve(runnable),
    newId: () => `00000000-0000-4000-8000-${String(++count).padStart(12, '0')}`,
    executorOf: () => Promise.resolve(executor),
    connect: () => Promise.resolve(openDoor),
    preview: () => Promise.resolve(previewDoor()),
    limits: state.limits,
    conversations: state.conversations,
    successfulCalls: state.successfulCalls,
    confirmations: state.confirmations,
    ledger: state.ledger,
    ...change,
  }
  return { ports, state, sent, clock }
}

function brandedIds(first: number): {
  readonly organization: OrganizationId
  readonly agent: AgentId
  readonly skill: SkillId
} {
  const [organization, agent, skill] = [0, 1, 2].map((n) => `00000000-0000-4000-9000-00000000000${first + n}`)
  if (organization === undefined || !isOrganizationId(organization))
    throw new TypeError('bad organisation id')
  if (agent === undefined || !isAgentId(agent)) throw new TypeError('bad agent id')
  if (skill === undefined || !isSkillId(skill)) throw new TypeError('bad skill id')
  return { organization, agent, skill }
}

export const ids = brandedIds(1)

/** Of another organisation, agent and skill. */
export const otherIds = brandedIds(5)

/** The id of some earlier execution. */
export const executionId = ((): ExecutionId => {
  const id: string = '00000000-0000-4000-9000-0000000000e1'
  if (!isExecutionId(id)) throw new TypeError('Not a UUID.')
  return id
})()

function requestOf(call: PlannedCall): Parameters<Connection['fetch']>[0] {
  const bytes = Buffer.from(JSON.stringify(call.arguments))
  return {
    method: call.effect === 'read' ? 'GET' : 'POST',
    path: '/tickets',
    query: '',
    headers: [],
    body: { contentType: 'application/json', bytes },
    effect: call.effect,
    maxResponseBytes: call.maxResponseBytes,
  }
}

function responseOf(data: Json): ProviderResponse {
  return { data, status: 200, bytes: JSON.stringify(data).length }
}

const openDoor: Connection = {
  environment: 'production',
  fetch: () => Promise.resolve({ status: 200, headers: new Map(), body: new Uint8Array() }),
  database: () => Promise.resolve({ columns: [], rows: [], affected: 0 }),
  documents: () => Promise.resolve([]),
}

function previewDoor(): PreviewConnection {
  const taken: RequestPreview[] = []
  return {
    ...openDoor,
    fetch: (request) => {
      const body = parseJson(Buffer.from(request.body?.bytes ?? []).toString('utf8'))
      taken.push({
        kind: 'http',
        request: { method: request.method, url: `https://desk.example${request.path}`, body },
      })
      return Promise.resolve({ status: 204, headers: new Map(), body: new Uint8Array() })
    },
    taken: () => taken,
  }
}
