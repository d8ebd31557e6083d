import {
  type Destinations,
  type ErrorCode,
  type ErrorDetails,
  type JsonObject,
  PlatformError,
  type ReadAhead,
  type SkillCall,
  type SkillResult,
} from '@bindery/model'
import type { Hold, RunnableSkill, RunPorts } from './ports.ts'
import type { PreparedSkill } from './prepare-skill.ts'
import type { FoundSteps } from './steps/found-steps.ts'

/** What a gate may look at. `params` are as the caller gave them until the input gate has checked them. */
export interface GateContext {
  readonly runnable: RunnableSkill
  readonly prepared: PreparedSkill
  readonly call: SkillCall
  readonly ports: RunPorts
  readonly params: JsonObject
  /** When a call that waited for a person was shown to them. */
  readonly asOf?: Date
  /** What was read before that person was asked. */
  readonly ahead?: ReadAhead
  /** Where they agreed that it goes. */
  readonly agreed?: Destinations
}

export type GateVerdict =
  | { readonly verdict: 'passed' }
  /** Passed, and from here on these are the parameters. */
  | { readonly verdict: 'checked'; readonly params: JsonObject }
  /** Passed, and a person agreed to what was shown then; `ahead` is what was read for it. */
  | ({ readonly verdict: 'agreed' } & Agreement)
  /** Not refused, but a person must agree to what other steps find first. */
  | { readonly verdict: 'asking'; readonly ask: (found: FoundSteps, readAt: Date) => Promise<GateVerdict> }
  /** Passed, and the run holds this until it ends. */
  | { readonly verdict: 'holding'; readonly hold: Hold }
  | { readonly verdict: 'stopped'; readonly error: PlatformError }
  /** Not refused, but a person must agree first. */
  | { readonly verdict: 'paused'; readonly result: PausedResult }
  /** The ledger knows how this very call ended before: nothing is asked and nothing is sent. */
  | { readonly verdict: 'answered'; readonly result: SkillResult }

/** What a person agreed to: when it was shown, where it goes, and what was read for it. */
export interface Agreement {
  readonly asOf: Date
  readonly agreed: Destinations
  readonly ahead?: ReadAhead
}

export type PausedResult = Extract<SkillResult, { readonly status: 'confirmation_required' }>

/** One check before a call. A check that throws stops the run: a gate that cannot decide does not open. */
export interface Gate {
  readonly name: string
  /** `every-run` includes previews; `live-run` only runs that may send. */
  readonly appliesTo: 'every-run' | 'live-run'
  /** Asked again before each further call of a run that has begun: it decides by what an operator may change meanwhile. */
  readonly isStanding?: true
  /** What it asks of calls of this skill, as a sentence without its subject; undefined when it asks for nothing special. */
  readonly demand: (runnable: RunnableSkill) => string | undefined
  readonly check: (context: GateContext) => GateVerdict | Promise<GateVerdict>
}

/** The verdict of most gates, and its record, made once. */
export const passed: GateVerdict = Object.freeze({ verdict: 'passed' })

/** The refusal of a gate: whatever it is, nothing has been sent yet. */
export const refused = (code: ErrorCode, message: string, details: ErrorDetails = {}): GateVerdict =>
  stopped(new PlatformError(code, message, { ...details, sent: 'no' }))

/** A refusal that somebody else made: what the ledger knows of an earlier run. */
export const stopped = (error: PlatformError): GateVerdict => ({ verdict: 'stopped', error })
