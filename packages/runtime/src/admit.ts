import {
  type Destinations,
  type GateRecord,
  type JsonObject,
  PlatformError,
  type ReadAhead,
  type SkillResult,
} from '@bindery/model'
import type { Agreement, Gate, GateContext, GateVerdict, PausedResult } from './gate.ts'
import { gates } from './gate-order.ts'
import type { Hold, RunEnding } from './ports.ts'
import type { FoundSteps } from './steps/found-steps.ts'

export type Admission =
  | {
      readonly status: 'admitted'
      readonly params: JsonObject
      readonly asOf?: Date
      readonly ahead?: ReadAhead
      readonly agreed?: Destinations
      readonly gates: readonly GateRecord[]
      readonly holds: readonly Hold[]
    }
  | { readonly status: 'denied'; readonly error: PlatformError; readonly gates: readonly GateRecord[] }
  | {
      readonly status: 'asking'
      readonly params: JsonObject
      readonly gates: readonly GateRecord[]
      readonly holds: readonly Hold[]
      readonly ask: (found: FoundSteps, readAt: Date) => Promise<GateVerdict>
    }
  | { readonly status: 'paused'; readonly result: PausedResult }
  | { readonly status: 'answered'; readonly result: SkillResult }

/** Takes a call through every gate that applies, in order, and stops at the first that does not open. */
export async function admit(context: GateContext, run: 'live' | 'preview'): Promise<Admission> {
  const records: GateRecord[] = []
  let current = context
  const holds: Hold[] = []
  for (const { gate, record } of run === 'live' ? liveSteps : previewSteps) {
    const pending = decide(gate, current)
    // Most gates decide at once: awaiting only the others keeps a run to a few turns of the event loop.
    const verdict =
      pending instanceof Promise ? await pending.catch((error: unknown) => undecided(gate, error)) : pending
    if (verdict.verdict === 'stopped' || verdict.verdict === 'paused' || verdict.verdict === 'answered') {
      await settle(holds, 'failed')
      if (verdict.verdict === 'paused') return { status: 'paused', result: verdict.result }
      if (verdict.verdict === 'answered') return { status: 'answered', result: verdict.result }
      const stop: GateRecord = { gate: gate.name, verdict: 'stopped', code: verdict.error.code }
      return { status: 'denied', error: verdict.error, gates: [...records, stop] }
    }
    // The last gate: what it asks for is read with all the others open.
    if (verdict.verdict === 'asking')
      return { status: 'asking', params: current.params, gates: records, holds, ask: verdict.ask }
    if (verdict.verdict === 'checked') current = { ...current, params: verdict.params }
    if (verdict.verdict === 'agreed') current = agreedTo(current, verdict)
    if (verdict.verdict === 'holding') holds.push(verdict.hold)
    records.push(record)
  }
  const { params, asOf, ahead, agreed } = current
  return {
    status: 'admitted',
    params,
    ...(asOf === undefined ? {} : { asOf }),
    ...(ahead === undefined ? {} : { ahead }),
    ...(agreed === undefined ? {} : { agreed }),
    gates: records,
    holds,
  }
}

const agreedTo = (context: GateContext, { asOf, agreed, ahead }: Agreement): GateContext => ({
  ...context,
  asOf,
  agreed,
  ...(ahead === undefined ? {} : { ahead }),
})

/** Settles what a run holds. What cannot be settled runs out by itself, or stays taken. */
export async function settle(holds: readonly Hold[], ending: RunEnding): Promise<void> {
  for (const hold of holds) await hold.settle(ending).catch(() => undefined)
}

interface Step {
  readonly gate: Gate
  /** What a record says when the gate opened; the same for every run. */
  readonly record: GateRecord
}

const liveSteps: readonly Step[] = gates.map((gate) => ({
  gate,
  record: Object.freeze({ gate: gate.name, verdict: 'passed' }),
}))

const previewSteps = liveSteps.filter(({ gate }) => gate.appliesTo === 'every-run')

function decide(gate: Gate, context: GateContext): GateVerdict | Promise<GateVerdict> {
  try {
    return gate.check(context)
  } catch (error) {
    return undecided(gate, error)
  }
}

/** A gate that cannot decide does not open. */
function undecided(gate: Gate, cause: unknown): GateVerdict {
  if (cause instanceof PlatformError) return { verdict: 'stopped', error: cause }
  const message = `The check "${gate.name}" could not be made, so nothing was sent.`
  const error = new PlatformError('internal_error', message, {
    cause,
    reason: `gate_${gate.name}`,
    sent: 'no',
  })
  return { verdict: 'stopped', error }
}
