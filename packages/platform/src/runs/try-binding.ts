import {
  type Issue,
  type Json,
  type JsonObject,
  openScoping,
  PlatformError,
  type ProviderResponse,
  type StepRecord,
} from '@bindery/model'
import type { Needs } from '../kernel/needs.ts'
import type { Principal } from '../kernel/principal.ts'
import { compareOutputs, type OutputDifference } from '../skills/tests/compare-outputs.ts'
import { trialOf } from '../skills/tests/run-tests.ts'
import type { TestContent } from '../skills/tests/skill-test.ts'
import { type AnswerShape, maskAnswer, shorten, type ShownBody } from './mask-answer.ts'
import { type PreparedTrial, prepareTrial, type TrialQuestion } from './prepare-trial.ts'
import {
  previewRehearsal,
  type Rehearsal,
  type Rehearsed,
  rehearseSkill,
  requestOf,
} from './rehearse-skill.ts'

/** What came of a binding that fits. */
export interface TrialOutcome {
  /** Redacted; absent where no request is built. */
  readonly request?: Json
  /** Absent where the provider gave no answer that could be read. */
  readonly response?: ShownAnswer
  /** Of several steps: what came of each that ran. */
  readonly steps?: readonly TriedStep[]
  readonly output?: JsonObject
  /** What a run would warn of. */
  readonly notes?: readonly string[]
  /** Of a replay: where the output differs from what the test expects. */
  readonly diff?: readonly OutputDifference[]
  /** Why there is no output. */
  readonly error?: PlatformError
}

type ShownAnswer = ShownBody & { readonly status: number; readonly bytes: number }

/** What came of one step, with the answers of all its runs. */
export interface TriedStep {
  readonly record: StepRecord
  readonly responses: readonly ShownAnswer[]
}

export interface TriedBinding extends TrialOutcome {
  readonly issues: readonly Issue[]
  readonly valid: boolean
  /** Of the call, or of whatever was done instead. */
  readonly ms: number
}

type Trying = Needs<'config' | 'egress' | 'runCaches' | 'store'>

/**
 * Tries a binding that need not be saved, by the code of live calls and behind the gates of a rehearsal; nothing of it counts
 * in limits or is kept as an execution. What stops a call is part of the answer. Throws as `prepareTrial` does.
 */
export async function tryBinding(
  services: Trying,
  principal: Principal,
  question: TrialQuestion,
): Promise<TriedBinding> {
  const prepared = await prepareTrial(services, principal, question)
  const began = performance.now()
  if (!prepared.ok) return { valid: false, issues: prepared.failure, ms: 0 }
  const outcome = await outcomeOf(services, principal, { question, prepared: prepared.value })
  const ms = Math.round(performance.now() - began)
  return { valid: true, issues: prepared.value.warnings, ms, ...outcome }
}

interface Trial {
  readonly question: TrialQuestion
  readonly prepared: PreparedTrial
}

async function outcomeOf(
  services: Trying,
  principal: Principal,
  { question, prepared }: Trial,
): Promise<TrialOutcome> {
  const { params, environment, mode } = question
  const { skill, shapes, scopings, test, timezone } = prepared
  const rehearsal = {
    skill,
    scoping: shapes[0]?.scoping ?? openScoping,
    scopings,
    params,
    environment,
    ...(timezone === undefined ? {} : { timezone }),
  }
  switch (mode.from) {
    case 'preview': {
      const shown = await previewRehearsal(services, principal, rehearsal)
      return shown.status === 'failed' ? failed(shown.error) : { request: requestOf(shown.preview) }
    }
    case 'call':
      return call(services, principal, { rehearsal, shapes })
    case 'response':
      return answered(prepared, { response: mode.response, params }, undefined)
    case 'replay':
      if (test === undefined) throw new Error('A replay has its test.')
      return answered(prepared, { ...test, params: { ...test.params, ...params } }, test.expect)
  }
}

interface Calling {
  readonly rehearsal: Rehearsal
  readonly shapes: readonly AnswerShape[]
}

async function call(
  services: Trying,
  principal: Principal,
  { rehearsal, shapes }: Calling,
): Promise<TrialOutcome & { readonly ms?: number }> {
  const rehearsed = await rehearseSkill(services, principal, rehearsal).catch(refusalOf)
  if (rehearsed instanceof PlatformError) return failed(rehearsed)
  const { preview, result, responses, steps, ms } = rehearsed
  const [response] = responses
  const seen = {
    request: requestOf(preview),
    ms,
    ...(steps.length > 0
      ? { steps: stepsOf(rehearsed, shapes) }
      : response && { response: show(response, shapes[0]) }),
  }
  switch (result.status) {
    case 'succeeded':
      return { ...seen, output: result.output, notes: result.warnings }
    case 'not_found':
      return { ...seen, ...failed(notFound()) }
    case 'conditions_not_met':
      return { ...seen, ...failed(conditionsNotMet()) }
    case 'not_certain':
    case 'ambiguous':
      return { ...seen, ...failed(unclear(result.status, result.message)) }
    case 'failed':
    case 'outcome_unknown':
      return { ...seen, ...failed(result.error) }
    case 'confirmation_required':
      throw new Error('A rehearsal asks nobody.')
  }
}

/** Steps run one after another, so that the answers of each follow one another too. */
function stepsOf({ steps, responses }: Rehearsed, shapes: readonly AnswerShape[]): readonly TriedStep[] {
  const left = [...responses]
  return steps.map((record, at) => ({
    record,
    responses: left.splice(0, record.attempts).map((response) => show(response, shapes[at])),
  }))
}

function refusalOf(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error
  throw error
}

async function answered(
  { skill, shapes }: PreparedTrial,
  answer: Omit<TestContent, 'expect'>,
  expected: TestContent['expect'] | undefined,
): Promise<TrialOutcome> {
  const trial = await trialOf(skill, answer)
  if (trial.status === 'failed') return failed(trial.error)
  const { output, warnings, response } = trial
  const diff =
    expected !== undefined && 'output' in expected ? compareOutputs(expected.output, output) : undefined
  return {
    ...(skill.steps === undefined ? { response: show(response, shapes[0]) } : {}),
    output,
    notes: warnings,
    ...(diff === undefined ? {} : { diff }),
  }
}

const show = (
  { data, status, bytes }: Pick<ProviderResponse, 'data' | 'status' | 'bytes'>,
  shape: AnswerShape | undefined,
): ShownAnswer => ({ status, bytes, ...shorten(shape === undefined ? null : maskAnswer(data, shape)) })

/** A defect of ours is no outcome of a trial. */
function failed(error: PlatformError): TrialOutcome {
  if (error.code === 'internal_error') throw error
  return { error }
}

/** What agents get as an ordinary outcome is a refusal to who looks at the provider. */
const conditionsNotMet = (): PlatformError =>
  new PlatformError(
    'upstream_error',
    'It is not in the state that this change asks for, so nothing was changed.',
    {
      reason: 'conditions_not_met',
      upstreamStatus: 412,
      sent: 'no',
    },
  )

const unclear = (
  reason: 'not_certain' | 'ambiguous',
  message = 'What was read is not all that there is.',
): PlatformError => new PlatformError('upstream_error', message, { reason, sent: 'maybe' })

const notFound = (): PlatformError =>
  new PlatformError(
    'upstream_error',
    'The provider answered with status 404: a parameter names what it does not have.',
    {
      upstreamStatus: 404,
    },
  )
