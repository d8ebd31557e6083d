import {
  type ExecutionId,
  isExecutionId,
  isWrite,
  PlatformError,
  type SkillCall,
  type SkillResult,
} from '@bindery/model'
import { type Admission, admit, settle } from './admit.ts'
import { formatProblem } from './known-format.ts'
import { nothingHeard } from './heard-values.ts'
import { quietOutcomeOf } from './not-found.ts'
import { type Deadline, startDeadline } from './deadline.ts'
import { performCall, type Performed } from './perform-call.ts'
import { performReads, performSteps } from './steps/perform-steps.ts'
import type { RunEnding, RunnableSkill, RunPorts } from './ports.ts'
import { type PreparedSkill, prepareSkill } from './prepare-skill.ts'
import { outcomeOf, unknownOutcome } from './outcome.ts'
import { type Ended, toReplay, toResult } from './run-result.ts'
import { tellEarlier } from './tell-earlier.ts'
import { toPlatformError } from './to-platform-error.ts'
import { type Ending, elapsed, recordOf, type RunState } from './run-state.ts'
import { beginWrite, type Begun } from './begin-write.ts'

/**
 * Runs a skill once: gates, ledger, connect, execute, project, record. Never throws for an outcome of the call; every
 * way it can end is a variant of the result, recorded before it is returned. A call that waits for a confirmation is
 * kept as that confirmation, not as an execution.
 */
export async function runSkill(
  runnable: RunnableSkill,
  call: SkillCall,
  ports: RunPorts,
): Promise<SkillResult> {
  const state = startRun(runnable, call, ports)
  const prepared = prepare(runnable)
  if (prepared instanceof PlatformError) return endDenied(state, prepared)
  const admission = await admit({ runnable, prepared, call, ports, params: call.params }, 'live')
  if (admission.status === 'paused' || admission.status === 'answered') return admission.result
  state.gates = admission.gates
  if (admission.status === 'admitted') agreeTo(state, admission)
  state.timings['gates'] = elapsed(state)
  if (admission.status === 'denied') return endDenied(state, await tellEarlier(state, admission.error))
  const result =
    admission.status === 'asking'
      ? await readAndAsk(state, prepared, admission)
      : await runAdmitted(state, prepared, admission)
  await settle(admission.holds, endingOf(result))
  return result
}

function agreeTo(state: RunState, { asOf, agreed }: Admitted): void {
  if (asOf !== undefined) state.asOf = asOf
  if (agreed !== undefined) state.agreed = agreed
}

function endingOf(result: SkillResult): RunEnding {
  switch (result.status) {
    case 'succeeded':
    case 'outcome_unknown':
      return result.status
    case 'failed':
    case 'not_found':
    case 'conditions_not_met':
    case 'not_certain':
    case 'ambiguous':
    case 'confirmation_required':
      return 'failed'
  }
}

function startRun(runnable: RunnableSkill, call: SkillCall, ports: RunPorts): RunState {
  const startedAt = ports.now()
  return {
    executionId: newExecutionId(ports),
    runnable,
    call,
    ports,
    startedAt,
    asOf: startedAt,
    guarded: runnable,
    log: { attempts: 0, writes: 0, first: undefined },
    timings: {},
    gates: [],
    values: call.params,
    heard: nothingHeard(),
    steps: [],
  }
}

function prepare(runnable: RunnableSkill): PreparedSkill | PlatformError {
  const unknown = formatProblem(runnable.skill)
  if (unknown !== undefined) return unknown
  try {
    return prepareSkill(runnable.skill)
  } catch (cause) {
    const message = 'The stored skill cannot be read, so it was not run: compile and publish it again.'
    return new PlatformError('skill_tampered', message, { cause, reason: 'unreadable', sent: 'no' })
  }
}

function newExecutionId(ports: RunPorts): ExecutionId {
  const id = ports.newId()
  if (!isExecutionId(id)) throw new TypeError('The port newId did not give a UUID.')
  return id
}

async function endDenied(state: RunState, error: PlatformError): Promise<SkillResult> {
  return finish(state, { status: 'denied', error }, 'not_begun')
}

type Asking = Extract<Admission, { readonly status: 'asking' }>

/** Reads what a write is made of, as a run of its own, and then asks a person about it. */
async function readAndAsk(state: RunState, prepared: PreparedSkill, asking: Asking): Promise<SkillResult> {
  if (prepared.steps === undefined) throw new TypeError('Only a skill of several steps reads ahead.')
  const start = { prepared, params: asking.params }
  const asked = await inTime(prepared, async (deadline) => {
    const readAt = state.ports.now()
    const found = await performReads(state, start, deadline)
    return asking.ask(found, readAt)
  }).catch((error: unknown) => toPlatformError(error))
  if (asked instanceof PlatformError) {
    const quiet = quietOutcomeOf(state.runnable.skill, asked)
    return finish(state, { status: quiet ?? 'failed', error: asked }, 'not_begun')
  }
  if (asked.verdict === 'stopped') return finish(state, { status: 'failed', error: asked.error }, 'not_begun')
  if (asked.verdict !== 'paused') throw new TypeError('Who is asked agrees later.')
  const unrecorded = await record(state, { status: 'waiting' })
  return unrecorded ?? asked.result
}

/** Commits the record of a run that has no result of its own yet; what went wrong when it could not be. */
async function record(state: RunState, ending: Ending): Promise<SkillResult | undefined> {
  try {
    await state.ports.ledger.finish(recordOf(state, ending))
    return undefined
  } catch (cause) {
    return { status: 'failed', executionId: state.executionId, error: toPlatformError(cause) }
  }
}

type Admitted = Extract<Admission, { readonly status: 'admitted' }>

async function runAdmitted(
  state: RunState,
  prepared: PreparedSkill,
  admitted: Admitted,
): Promise<SkillResult> {
  const begun = await beginWrite(state)
  switch (begun.status) {
    case 'answered':
      return begun.result
    case 'denied':
      return endDenied(state, begun.error)
    case 'not_begun':
    case 'begun':
      return runBegun(state, perform(state, prepared, admitted), begun.status)
  }
}

/** All that a run does with providers, within the deadline of its skill. Throws what stopped it. */
function perform(state: RunState, prepared: PreparedSkill, { params, ahead }: Admitted): Promise<Performed> {
  return inTime(prepared, (deadline) =>
    prepared.steps === undefined
      ? performCall(state, { prepared, params, agent: state.runnable }, deadline)
      : performSteps(state, { prepared, params, ahead }, deadline),
  )
}

async function inTime<Value>(
  { skill }: PreparedSkill,
  work: (deadline: Deadline) => Promise<Value>,
): Promise<Value> {
  const deadline = startDeadline(skill.policy.timeoutMs)
  try {
    return await deadline.within(work(deadline))
  } finally {
    deadline.clear()
  }
}

type LedgerState = Extract<Begun['status'], 'begun' | 'not_begun'>

async function runBegun(
  state: RunState,
  performing: Promise<Performed>,
  ledger: LedgerState,
): Promise<SkillResult> {
  const performed = await performing.catch((error: unknown) => toPlatformError(error))
  if (!(performed instanceof Error)) {
    const { response, projected } = performed
    return finish(state, { status: 'succeeded', response, ...projected }, ledger)
  }
  const outcome = outcomeOf(state.runnable.skill, performed, state.log)
  const quiet = outcome === 'failed' ? quietOutcomeOf(state.runnable.skill, performed) : undefined
  if (quiet !== undefined) return finish(state, { status: quiet, error: performed }, ledger)
  const error = outcome === 'failed' ? performed : unknownOutcome(state.runnable.skill, performed)
  return finish(state, { status: outcome, error }, ledger)
}

/** Commits the record, then answers. Without a record there is no success: of a write it is then not known. */
async function finish(state: RunState, ending: Ended, ledger: LedgerState): Promise<SkillResult> {
  const result = toResult(state, ending)
  try {
    await state.ports.ledger.finish(
      recordOf(state, ending),
      ledger === 'begun' ? toReplay(result) : undefined,
    )
    return result
  } catch (cause) {
    return unrecorded(state, ending, cause)
  }
}

function unrecorded(state: RunState, ending: Ended, cause: unknown): SkillResult {
  const { executionId } = state
  const { skill } = state.runnable
  const error = toPlatformError(cause)
  const mayHaveHappened = ending.status === 'succeeded' || ending.status === 'outcome_unknown'
  if (isWrite(skill.effect) && mayHaveHappened) {
    return { status: 'outcome_unknown', executionId, error: unknownOutcome(skill, error) }
  }
  return { status: 'failed', executionId, error }
}
