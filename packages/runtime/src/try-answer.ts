import {
  type Connection,
  type Executor,
  type HttpResponse,
  type Json,
  type JsonObject,
  type OperationSkill,
  type PartialList,
  PlatformError,
  type ProviderResponse,
  type Skill,
  type StepsSkill,
} from '@bindery/model'
import type { Clock } from './conditions/moment-span.ts'
import { ofOnePage, planCall } from './planned-call.ts'
import { type PreparedOperation, prepareOperation, prepareSkill, prepareSteps } from './prepare-skill.ts'
import { runSteps } from './steps/perform-steps.ts'
import { StepTrace } from './steps/step-trace.ts'
import { toPlatformError } from './to-platform-error.ts'
import type { Projected } from './project-output.ts'
import { readAnswer } from './read-answer.ts'

/** What providers answered, as it was kept: for a skill of several steps by step, an answer for each of its runs. */
export type KeptAnswer =
  | KeptOne
  | {
      readonly from: 'steps'
      readonly steps: { readonly [step: string]: readonly KeptOne[] }
      readonly params: JsonObject
    }

/** An answer of a provider: as an executor gave it, or as it came over HTTP. */
export type KeptOne =
  | {
      readonly from: 'data'
      readonly data: Json
      readonly isTruncated: boolean
      /** What the rows of the answer are tested by. */
      readonly params: JsonObject
    }
  | {
      readonly from: 'http'
      readonly status: number
      readonly contentType: string
      readonly body: Uint8Array
      /** The parameters of the call: building its request is part of the way. */
      readonly params: JsonObject
    }

/** Who reads the answer, and when it is read: rows may be tested by days that are counted from then. */
export interface TrialPorts {
  readonly executorOf: (source: string) => Promise<Executor>
  readonly clock: Clock
}

export type Trial =
  | ({ readonly status: 'projected'; readonly response: ProviderResponse } & Projected)
  | { readonly status: 'failed'; readonly error: PlatformError }

/**
 * What a skill makes of an answer that was kept, by the code of live calls, without the guardrails of an agent. Nothing is
 * sent and nothing is recorded. Never throws for what the answer holds.
 */
export async function tryAnswer(skill: Skill, answer: KeptAnswer, ports: TrialPorts): Promise<Trial> {
  try {
    if (skill.steps !== undefined) return await trySteps(skill, answer, ports)
    if (answer.from === 'steps') throw misplaced('calls one operation: give its answer, and none of steps')
    const { response, projected } = await readKept(prepareOperation(skill), answer, ports)
    return { status: 'projected', response, ...projected }
  } catch (error) {
    return { status: 'failed', error: toPlatformError(error) }
  }
}

async function readKept(prepared: PreparedOperation, answer: KeptOne, ports: TrialPorts) {
  const { skill } = prepared
  const response = await toResponse(skill, answer, ports)
  const rows = readsRows(skill) ? rowsOf(skill, answer, ports) : undefined
  return { response, projected: readAnswer(response, { agent: {}, prepared, redact: undefined, rows }) }
}

/** Every run of a step has the next of its answers, and the last of them again where there are more runs. */
async function trySteps(skill: StepsSkill, answer: KeptAnswer, ports: TrialPorts): Promise<Trial> {
  if (answer.from !== 'steps') throw misplaced('calls several operations: give an answer for each step')
  const runs = new Map<string, number>()
  const { response, projected } = await runSteps(prepareSteps(skill), {
    params: checkedParams(skill, answer.params),
    agent: {},
    elapsedMs: () => 0,
    trace: (head) => new StepTrace({ ...head, startedMs: 0 }),
    call: async ({ step, operation }, own) => {
      const at = runs.get(step.id) ?? 0
      runs.set(step.id, at + 1)
      const kept = new Map(Object.entries(answer.steps)).get(step.id) ?? []
      const next = kept[at] ?? kept.at(-1)
      if (next === undefined) throw misplaced(`calls "${step.id}", for which no answer was given`)
      return readKept(operation, { ...next, params: own.params }, ports)
    },
  })
  return { status: 'projected', response: { data: projected.output, ...response }, ...projected }
}

const misplaced = (why: string): PlatformError =>
  new PlatformError('validation_error', `The answer does not fit the skill: it ${why}.`)

const readsRows = ({ reading, assignments }: PreparedOperation['skill']): boolean =>
  reading !== undefined || assignments.some(({ condition }) => condition?.tested !== undefined)

/** What a trial does with the rows of an answer, by the parameters that were kept with it. */
function rowsOf(skill: OperationSkill, { params }: KeptOne, { clock }: TrialPorts) {
  const prepared = prepareOperation(skill)
  return prepared.rows(prepared.compare(checkedParams(skill, params), clock))
}

async function toResponse(
  skill: OperationSkill,
  answer: KeptOne,
  { executorOf, clock }: TrialPorts,
): Promise<ProviderResponse> {
  if (answer.from === 'data') {
    const { data, isTruncated } = answer
    const bytes = Buffer.byteLength(JSON.stringify(data))
    return { data, status: 200, bytes, ...(isTruncated ? { partial: [cut] } : {}) }
  }
  const prepared = prepareOperation(skill)
  const params = checkedParams(skill, answer.params)
  const executor = await executorOf(skill.source)
  const call = ofOnePage(planCall(skill, { args: prepared.assemble(params, clock), compared: undefined }))
  return executor.execute(call, answering(answer), AbortSignal.timeout(skill.policy.timeoutMs))
}

/** What the platform would fill from a conversation can be given like the rest. */
function checkedParams(skill: Skill, params: JsonObject): JsonObject {
  const checked = prepareSkill(skill).checkParams(askedOf(skill, params), params)
  if (checked.ok) return checked.value
  const message = 'The parameters of the test do not fit the skill: its request cannot be built.'
  throw new PlatformError('validation_error', message, { issues: checked.failure })
}

/** Kept answers say only that the provider has more rows than these. */
const cut: PartialList = { path: [], more: 'certain' }

function askedOf(skill: Skill, params: JsonObject): JsonObject {
  const filled = new Set(
    skill.parameters.filter(({ origin }) => origin === 'context').map(({ name }) => name),
  )
  return Object.fromEntries(Object.entries(params).filter(([name]) => !filled.has(name)))
}

/** A connection with one answer to whatever is asked, and no way out. */
function answering({ status, contentType, body }: Extract<KeptOne, { from: 'http' }>): Connection {
  const response: HttpResponse = { status, headers: new Map([['content-type', contentType]]), body }
  const refuse = async (): Promise<never> => {
    throw new PlatformError('validation_error', 'This source kind does not answer over HTTP: give `data`.')
  }
  return { environment: 'development', fetch: async () => response, database: refuse, documents: refuse }
}
