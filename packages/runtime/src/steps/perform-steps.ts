import {
  canonicalJson,
  isWrite,
  type JsonObject,
  PlatformError,
  type ReadAhead,
  type SkillStep,
  type StepRecord,
} from '@bindery/model'
import type { Deadline } from '../deadline.ts'
import { takeCall } from '../gates/rate-limit.ts'
import type { GuardedAgent } from '../guardrails.ts'
import { guardOutput } from '../guard-output.ts'
import { hear } from '../heard-values.ts'
import { limitOutput } from '../limit-output.ts'
import { quietOutcomeOf } from '../not-found.ts'
import { OutputWarnings } from '../output-warnings.ts'
import { performCall, type Performed } from '../perform-call.ts'
import type { PreparedStep, PreparedSteps } from '../prepare-skill.ts'
import { reachProviders } from '../reach-providers.ts'
import { toPlatformError } from '../to-platform-error.ts'
import { elapsed, maskRequest, type RunState } from '../run-state.ts'
import { requireStanding } from '../still-admitted.ts'
import { againAfter } from './again-after.ts'
import { type FoundStep, FoundSteps } from './found-steps.ts'
import { giveOutputs } from './give-outputs.ts'
import { inOrder } from './in-order.ts'
import { ofStep } from './of-step.ts'
import { mostBytes, tooLate, tooMuch, withoutValue } from './step-failures.ts'
import { StepLog, StepTrace } from './step-trace.ts'
import { takeRows } from './take-rows.ts'

/** Runs of one step that go on side by side, fewer where their provider has too many. */
const sideBySide = 4

/** What a run of steps begins with. */
export interface StepsStart {
  readonly prepared: PreparedSteps
  readonly params: JsonObject
  /** What all steps but the last found before a person was asked: they are not run again. */
  readonly ahead?: ReadAhead | undefined
}

/**
 * Runs the steps of a skill one after another, all within its deadline, and makes its outputs of what they found. What goes
 * from one to another is shown to nobody. Throws what stopped it, with the step that it stopped at.
 */
export async function performSteps(
  state: RunState,
  start: StepsStart,
  deadline: Deadline,
): Promise<Performed> {
  // Also for what was read before and is not read again: what was agreed to is what all of them may still give.
  await reachProviders(state, start.prepared.skill, deadline.signal)
  return runSteps(start.prepared, liveGround(state, start, deadline))
}

/** Runs all steps but the last, which writes: what a person is asked about is made of what these find. */
export async function performReads(
  state: RunState,
  start: StepsStart,
  deadline: Deadline,
): Promise<FoundSteps> {
  await reachProviders(state, start.prepared.skill, deadline.signal)
  const run = startRun(liveGround(state, start, deadline))
  for (const step of start.prepared.steps.slice(0, -1)) await traced(run, step, start.prepared)
  return run.found
}

function liveGround(
  state: RunState,
  { prepared, params, ahead }: StepsStart,
  deadline: Deadline,
): StepsGround {
  const { timeoutMs } = prepared.skill.policy
  const endsMs = elapsed(state) + timeoutMs
  return {
    params,
    ahead,
    trace: (head) => {
      const trace = new StepTrace({ ...head, startedMs: elapsed(state) })
      state.steps.push(trace)
      return trace
    },
    elapsedMs: () => elapsed(state),
    get agent() {
      return state.guarded
    },
    again: (error, tries) =>
      againAfter(error, tries, { leftMs: () => endsMs - elapsed(state), signal: deadline.signal }),
    call: (step, own) => {
      const isLate = isWrite(step.step.skill.effect) && endsMs - elapsed(state) < leastForWrite(timeoutMs)
      if (isLate) throw tooLate()
      return callStep(state, { ...own, step, deadline })
    },
  }
}

/** A write that its own deadline would cut off is not begun. */
const leastForWrite = (timeoutMs: number): number => Math.min(2_000, timeoutMs / 2)

/** What the steps of a skill run on: providers, or answers that were kept. */
export interface StepsGround {
  readonly params: JsonObject
  readonly ahead?: ReadAhead | undefined
  readonly trace: (head: Pick<StepRecord, 'id' | 'integration' | 'operation'>) => StepTrace
  readonly elapsedMs: () => number
  readonly agent: GuardedAgent
  readonly call: (step: PreparedStep, own: StepInput) => Promise<Performed>
  /** As of `Pace`, of a step that is made for each row; absent where nothing is ever refused. */
  readonly again?: (error: unknown, tries: number) => Promise<boolean>
}

export interface StepInput {
  readonly params: JsonObject
  readonly trace: StepTrace
}

/** The steps themselves, whatever they run on. Throws what stopped them, with the step that they stopped at. */
export async function runSteps(prepared: PreparedSteps, ground: StepsGround): Promise<Performed> {
  const run = startRun(ground)
  const steps = ground.ahead === undefined ? prepared.steps : prepared.steps.slice(-1)
  for (const step of steps) await traced(run, step, prepared)
  const given = giveOutputs(prepared.skill.gives, run.found)
  for (const line of given.warnings) run.warnings.add(line)
  if (ground.ahead !== undefined)
    run.warnings.add(
      `read_before: What the write is made of was read at ${ground.ahead.readAt}, before it was agreed to, and not again.`,
    )
  const output = limitOutput(given.output, run.warnings)
  const projected = guardOutput(ground.agent, { output, warnings: run.warnings.toList() })
  return { response: { status: 200, bytes: run.bytes }, projected }
}

const startRun = (ground: StepsGround): StepsRun => ({
  ground,
  found: ground.ahead === undefined ? new FoundSteps() : FoundSteps.fromJson(ground.ahead.found),
  warnings: new OutputWarnings(),
  bytes: 0,
})

interface StepsRun {
  readonly ground: StepsGround
  readonly found: FoundSteps
  readonly warnings: OutputWarnings
  bytes: number
}

/** A step with what is kept of it, and what it failed with said to be of it. */
async function traced(run: StepsRun, prepared: PreparedStep, whole: PreparedSteps): Promise<void> {
  const { step } = prepared
  const { integration, operation } = step.skill
  const { ground } = run
  const trace = ground.trace({ id: step.id, integration, operation })
  try {
    const found =
      step.forEach === undefined
        ? await runOnce(run, prepared, trace)
        : await runForRows(run, prepared, trace)
    run.found.set(step.id, found)
    const isLeftOut = found.kind === 'for_rows' ? found.found === undefined : trace.runs === 0
    trace.end(isLeftOut ? 'skipped' : 'succeeded', ground.elapsedMs())
  } catch (cause) {
    const error = guarded(ofStep(step, toPlatformError(cause)), ground.agent)
    trace.fail(error)
    trace.end(quietOutcomeOf(whole.skill, error) ?? 'failed', ground.elapsedMs())
    throw error
  }
}

/** What an agent may not disclose as an output it is not shown as a choice either. */
function guarded(error: PlatformError, agent: GuardedAgent): PlatformError {
  const { at } = error.details
  if (at?.choices === undefined) return error
  const choices = at.choices.map((choice) => guardOutput(agent, { output: choice, warnings: [] }).output)
  const { choices: _all, ...rest } = at
  const isLeft = choices.some((choice) => Object.keys(choice).length > 0)
  return new PlatformError(error.code, error.message, {
    ...error.details,
    at: isLeft ? { ...rest, choices } : rest,
  })
}

async function runOnce(run: StepsRun, prepared: PreparedStep, trace: StepTrace): Promise<FoundStep> {
  const { step } = prepared
  const given = prepared.readParams(run.ground.params, run.found, undefined)
  if (given.status === 'left_out')
    return step.take?.how === 'each' ? { kind: 'rows', rows: undefined } : { kind: 'once', found: undefined }
  if (given.status === 'missing') throw withoutValue(step, given.wire)
  const performed = await performStep(run, { prepared, params: given.params, trace })
  if (step.take === undefined) return { kind: 'once', found: performed.projected.output }
  const taken = takeRows(step, step.take, performed)
  for (const line of taken.warnings) run.warnings.add(line)
  trace.rows = taken.rows.length
  return step.take.how === 'each'
    ? { kind: 'rows', rows: taken.rows }
    : { kind: 'once', found: taken.rows[0] }
}

/** Rows that lack what is looked up by are left out, and what is the same for two of them is looked up once. */
async function runForRows(run: StepsRun, prepared: PreparedStep, trace: StepTrace): Promise<FoundStep> {
  const { step } = prepared
  const rows = run.found.rowsOf(step.forEach ?? '')
  if (rows === undefined) return { kind: 'for_rows', found: undefined, distinct: [] }
  const wanted = new Map<string, { readonly params: JsonObject; readonly places: number[] }>()
  for (const row of rows.keys()) {
    const given = prepared.readParams(run.ground.params, run.found, row)
    if (given.status !== 'ready') continue
    const key = canonicalJson(given.wired)
    const known = wanted.get(key)
    if (known === undefined) wanted.set(key, { params: given.params, places: [row] })
    else known.places.push(row)
  }
  const found = rows.map((): JsonObject | undefined => undefined)
  const { again } = run.ground
  const pace = { most: sideBySide, ...(again === undefined ? {} : { again }) }
  await inOrder([...wanted.values()], pace, async ({ params, places }) => {
    const performed = await performStep(run, { prepared, params, trace })
    const object =
      step.take === undefined ? performed.projected.output : takeRows(step, step.take, performed).rows[0]
    for (const place of places) found[place] = object
  })
  trace.rows = found.filter((one) => one !== undefined).length
  return {
    kind: 'for_rows',
    found,
    distinct: [...wanted.values()].flatMap(({ places }) => places.slice(0, 1)),
  }
}

interface StepCall extends StepInput {
  readonly prepared: PreparedStep
}

async function performStep(run: StepsRun, { prepared, params, trace }: StepCall): Promise<Performed> {
  const { ground, warnings } = run
  const { step } = prepared
  trace.runs += 1
  const performed = await ground.call(prepared, { params, trace })
  trace.bytes += performed.response.bytes
  run.bytes += performed.response.bytes
  if (run.bytes > mostBytes) throw tooMuch()
  for (const line of performed.projected.warnings)
    if (!isOfTaken(line, step)) warnings.add(ofTheStep(line, step))
  return performed
}

interface LiveStep extends StepInput {
  readonly step: PreparedStep
  readonly deadline: Deadline
}

/** One call of the provider of a step, by the code of any call. */
async function callStep(state: RunState, { step: { step, operation }, params, trace, deadline }: LiveStep) {
  deadline.signal.throwIfAborted()
  if (state.log.attempts > 0) await requireStanding(state)
  const log = new StepLog(state.log, trace)
  const own: RunState = { ...state, log, timings: {}, values: {}, steps: [] }
  if (step.skill.policy.rateLimitKey !== undefined) {
    const refusal = await takeCall(state, step.skill)
    if (refusal !== undefined) throw refusal
  }
  try {
    const performed = await performCall(own, { prepared: operation, params, agent: {} }, deadline)
    hear(state.heard, step.skill.outputs, performed.projected.output)
    return performed
  } finally {
    const { first } = own.log
    const { parameters } = step.skill
    if (first !== undefined) trace.request ??= maskRequest(first, { parameters, values: own.values })
  }
}

/** That there are more rows than are taken is what `take` is about. */
const isOfTaken = (line: string, { take }: SkillStep): boolean =>
  take !== undefined && line.startsWith('rows_truncated:')

/** A warning of one step: its word comes first, as of any warning. */
const ofTheStep = (line: string, { id }: SkillStep): string =>
  line.replace(/^([a-z_]+): /, `$1: step "${id}": `)
