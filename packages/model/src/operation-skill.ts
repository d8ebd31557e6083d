import type { Assignment, Output, SkillParameter } from './checked-binding.ts'
import type { OutcomeMessages } from './binding.ts'
import type { FieldName } from './catalog.ts'
import type { Effect } from './effect.ts'
import type { Json, JsonObject } from './json.ts'
import type { Reading } from './reading.ts'
import type { SensitivityClass } from './sensitivity.ts'

/** What every skill is for those who call it, publish it and keep its records. */
export interface SkillFace {
  /** The oldest server that understands it is one whose `newestSkillFormat` is this. */
  readonly formatVersion: 1 | 2 | 3
  /** Of several steps that of the only one that may write: the last. */
  readonly effect: Effect
  readonly toolName: string
  readonly functionName: string
  readonly description: string
  readonly parameters: readonly SkillParameter[]
  readonly outputs: readonly Output[]
  readonly parametersSchema: JsonObject
  readonly outputSchema: JsonObject
  readonly policy: SkillPolicy
  readonly messages: OutcomeMessages
  /** Which parameter goes to which argument. */
  readonly egress: readonly Egress[]
  /** Strictest class among the outputs. */
  readonly sensitivity: SensitivityClass
}

export interface Egress {
  /** A parameter, or of a later step the value of an earlier one: `caller.id`. */
  readonly parameter: string
  readonly argument: string
  /** Slug of the integration that gets it. Absent where the skill has one alone. */
  readonly integration?: string
}

/** A skill that calls one operation of one provider. */
export interface OperationSkill extends SkillFace {
  readonly steps?: undefined
  /** Source kind of the adapter that reads `plan`. */
  readonly source: string
  /** Slug of the integration that it calls. */
  readonly integration: string
  readonly operation: string
  readonly assignments: readonly Assignment[]
  /** What is done with rows of the answer before outputs are taken from it. Absent where nothing is. */
  readonly reading?: Reading
  readonly plan: Json
  /**
   * Every object, and every field as `Object.field`, that it reads or writes, sorted: what a scoping can take away.
   * Absent in skills whose compiler did not know.
   */
  readonly uses?: { readonly objects: readonly string[]; readonly fields: readonly string[] }
  /** By which fields of the provider outputs and arguments are what they are. Absent as `uses` is. */
  readonly lineage?: SkillLineage
  /** Fingerprint of the catalog that it was compiled against. */
  readonly catalogHash: string
  /** Fingerprint of the part of that catalog that it uses: equal slices give equal skills. */
  readonly sliceHash: string
}

export interface OutputLineage {
  /** `leaf`, or `rows.leaf` inside rows. */
  readonly output: string
  /** Fields whose values it shows or is made from: the end of its path, and what its transform reads. */
  readonly fields: readonly FieldName[]
  /** Fields that only lead there: the objects and lists on its path. Absent when there are none. */
  readonly through?: readonly FieldName[]
  /** Objects that its transform takes as a whole, sorted. */
  readonly wholes?: readonly string[]
}

export interface TargetLineage {
  /** As in the assignment. */
  readonly target: readonly string[]
  /** `compares`: it chooses what is read or changed. `fills`: it is what is stored. */
  readonly how: 'compares' | 'fills'
  /** None where the argument is no field of an object. */
  readonly fields: readonly FieldName[]
}

export interface SkillLineage {
  readonly outputs: readonly OutputLineage[]
  /** One for each assignment, in their order. */
  readonly targets: readonly TargetLineage[]
  /** Fields that are read and neither given nor shown: those of an order and of joins. */
  readonly reads: readonly FieldName[]
}

export interface SkillPolicy {
  readonly requiresConfirmation: boolean
  readonly requiresVerifiedIdentity: boolean
  /** Writes of one conversation never run side by side. */
  readonly nonParallelizable: boolean
  readonly rateLimitPerMinute?: number
  /** Set when its calls are counted together with those of other skills of the integration that have the same key. */
  readonly rateLimitKey?: string
  /** The confirmation must come from an operator. */
  readonly requiresHumanApproval?: true
  /** The provider itself takes an idempotency key, so a write of unknown outcome may be sent again under its key. */
  readonly isRepeatable?: true
  /** Phases and states of a conversation in which it may run; absent allows all. */
  readonly phases?: readonly string[]
  readonly allowedStates?: readonly string[]
  /** Successful calls that one conversation may make. */
  readonly maxSuccessfulCalls?: number
  readonly timeoutMs: number
  readonly maxResponseBytes: number
}
