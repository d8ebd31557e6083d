import type { Execution } from '@bindery/client'
import { type StepFacts, stepsIn } from './step-facts.ts'

/** One gate that a call met, in order. */
export interface GateVerdict {
  readonly gate: string
  readonly verdict: string
}

/** One part of the time that a call took, in ms. */
export interface Timing {
  readonly name: string
  readonly ms: number
}

/** What is shown of a call. Its record is written by newer and older servers alike, so each part may be missing. */
export interface ExecutionFacts {
  readonly functionName: string
  readonly environment: string | undefined
  readonly effect: string | undefined
  readonly actor: string | undefined
  readonly durationMs: number | undefined
  readonly errorCode: string | undefined
  readonly gates: readonly GateVerdict[]
  readonly timings: readonly Timing[]
  /** Of a skill of several steps; else none. */
  readonly steps: readonly StepFacts[]
  readonly params: unknown
  readonly request: unknown
  readonly response: unknown
  readonly output: unknown
}

export function factsOf({ record, skillId }: Pick<Execution, 'record' | 'skillId'>): ExecutionFacts {
  const parts = new Map<string, unknown>(Object.entries(record ?? {}))
  const text = (name: string): string | undefined => {
    const value = parts.get(name)
    return typeof value === 'string' ? value : undefined
  }
  const duration = parts.get('durationMs')
  return {
    functionName: text('functionName') ?? skillId,
    environment: text('environment'),
    effect: text('effect'),
    actor: text('actor'),
    durationMs: typeof duration === 'number' ? duration : undefined,
    errorCode: text('errorCode'),
    gates: gatesIn(parts.get('gates')),
    timings: timingsIn(parts.get('timings')),
    steps: stepsIn(parts.get('steps')),
    params: parts.get('params'),
    request: parts.get('request'),
    response: parts.get('response'),
    output: parts.get('output'),
  }
}

function gatesIn(value: unknown): GateVerdict[] {
  if (!isList(value)) return []
  return value.flatMap((gate) => {
    if (typeof gate !== 'object' || gate === null || !('gate' in gate) || !('verdict' in gate)) return []
    return [{ gate: String(gate.gate), verdict: String(gate.verdict) }]
  })
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)

/** Parts of a call in the order in which they happen; others follow. */
const order = ['gates', 'connect', 'provider', 'project']

function timingsIn(value: unknown): Timing[] {
  if (typeof value !== 'object' || value === null) return []
  const placeOf = ({ name }: Timing): number => (order.includes(name) ? order.indexOf(name) : order.length)
  return Object.entries(value)
    .flatMap(([name, ms]) => (typeof ms === 'number' ? [{ name, ms }] : []))
    .toSorted((a, b) => placeOf(a) - placeOf(b))
}
