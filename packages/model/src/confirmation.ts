import type { Channel } from './execution.ts'
import type { Environment } from './connection.ts'
import type { AgentId, ConfirmationId, OrganizationId, SkillId } from './ids.ts'
import type { Json, JsonObject } from './json.ts'
import type { ReadAhead } from './read-ahead.ts'

/** Where providers are that a skill calls, by their slugs (`Connection.destination`). */
export interface Destinations {
  readonly [integration: string]: string
}

/** A call that waits for a person: exactly these arguments of exactly this skill, once, until it expires. */
export interface Confirmation {
  readonly confirmationId: ConfirmationId
  readonly organizationId: OrganizationId
  readonly agentId: AgentId
  readonly skillId: SkillId
  readonly skillHash: string
  /** It was asked for of the draft; absent where it was of what was live. */
  readonly isDraft?: true
  /** Fingerprint over skill hash, arguments, environment and what the caller told. */
  readonly callHash: string
  /** Where it would go; absent in older ones. */
  readonly destinations?: Destinations
  readonly params: JsonObject
  readonly environment: Environment
  readonly conversationId?: string
  /** The key that the caller gave with the call: the approved run keeps it. */
  readonly idempotencyKey?: string
  readonly isCallerVerified?: boolean
  readonly verifiedAt?: Date
  readonly phase?: string
  readonly state?: string
  /** The values that the preview showed: the approved run uses them again. */
  readonly context?: JsonObject
  /** As in the call. */
  readonly told?: JsonObject
  /** Who asked, and by which face; absent in older ones. */
  readonly askedBy?: string
  readonly channel?: Channel
  /** Set when only an operator may approve it. */
  readonly needsOperator?: true
  /** Of a skill of several steps of which the last writes: what the others found, and its fingerprint. */
  readonly ahead?: ReadAhead
  readonly aheadHash?: string
  readonly summary: string
  readonly preview: Json
  readonly createdAt: Date
  readonly expiresAt: Date
}
