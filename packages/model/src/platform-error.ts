import type { Json } from './json.ts'
import type { Issue } from './issue.ts'
import type { ProviderRefusal, UntoldRefusal } from './provider-refusal.ts'
import type { QuietStep } from './quiet-step.ts'

type Actor = 'caller' | 'operator' | 'provider' | 'platform'

interface ErrorRow {
  readonly status: number
  readonly title: string
  /** Who must act for the same request to succeed. */
  readonly actor: Actor
  /** The same request may succeed later without anybody changing anything. */
  readonly isRetryable: boolean
}

const row = (status: number, title: string, actor: Actor): ErrorRow => ({
  status,
  title,
  actor,
  isRetryable: false,
})

const retryable = (line: ErrorRow): ErrorRow => ({ ...line, isRetryable: true })

/** Every failure of the world that Bindery reports, and the one HTTP status of each. */
export const errorTable = {
  validation_error: row(400, 'The request does not have the expected shape', 'caller'),
  bad_request: row(400, 'The request cannot be understood', 'caller'),
  document_unreadable: row(422, 'The document cannot be read', 'operator'),
  backup_foreign: row(422, 'The file is no backup that this server can open', 'operator'),
  backup_damaged: row(422, 'The backup is not what was written', 'operator'),
  backup_newer: row(409, 'The backup needs a newer version of Bindery', 'operator'),
  store_in_use: row(409, 'The store is in use', 'operator'),
  document_too_large: row(413, 'The document is larger than allowed', 'operator'),
  unsupported_media_type: row(415, 'The content type is not supported', 'caller'),
  api_key_missing: row(401, 'An API key is required', 'caller'),
  api_key_invalid: row(401, 'The API key is not valid', 'caller'),
  api_key_expired: row(401, 'The API key has expired', 'caller'),
  insufficient_scope: row(403, 'The API key lacks a scope', 'operator'),
  identity_not_verified: row(403, 'The caller must be verified first', 'caller'),
  origin_not_allowed: row(403, 'The request came from a host or origin that is not allowed', 'operator'),
  egress_blocked: row(403, 'The address may not be reached', 'operator'),
  credential_origin_refused: row(403, 'The credential may not be sent to this origin', 'operator'),
  not_found: row(404, 'There is no such resource', 'caller'),
  schema_not_discovered: row(404, 'The schema has not been discovered yet', 'operator'),
  pack_not_found: row(404, 'There is no pack for this provider', 'caller'),
  duplicate_name: row(409, 'The name is taken', 'caller'),
  conflict: row(409, 'The resource was changed meanwhile', 'caller'),
  no_published_version: row(409, 'The agent has no published version', 'operator'),
  integration_not_connected: row(409, 'The integration is not connected', 'operator'),
  integration_in_use: row(409, 'The integration is in use', 'operator'),
  secret_in_use: row(409, 'The secret is in use', 'operator'),
  integration_limit_reached: row(409, 'The plan allows no more integrations', 'operator'),
  agent_limit_reached: row(409, 'The plan allows no more agents', 'operator'),
  environment_not_configured: row(409, 'The environment is not configured', 'operator'),
  skill_disabled: row(409, 'The skill is disabled', 'operator'),
  skill_stale: row(409, 'The skill no longer fits its provider', 'operator'),
  max_successful_calls_reached: row(409, 'The conversation has used up its calls', 'caller'),
  state_not_allowed: row(409, 'The skill may not run in this state', 'caller'),
  outside_business_hours: row(409, 'The skill may not run at this hour', 'caller'),
  content_blocked: row(403, 'The content is not allowed', 'caller'),
  conversation_busy: retryable(row(409, 'Another write of this conversation is running', 'caller')),
  confirmation_expired: row(409, 'The confirmation has expired or was used', 'caller'),
  confirmation_mismatch: row(409, 'The confirmation was given for another call', 'caller'),
  idempotency_key_reused: row(409, 'The idempotency key was used for another request', 'caller'),
  idempotency_in_progress: retryable(
    row(409, 'The first request with this idempotency key still runs', 'caller'),
  ),
  restored: row(409, 'What was done after the backup is not known', 'caller'),
  outcome_unknown: row(409, 'It is not known whether the write happened', 'operator'),
  claim_exposed: row(409, 'What proves a caller can be read without proof', 'operator'),
  acknowledgement_required: row(409, 'The request needs an acknowledgement', 'caller'),
  discovery_cancelled: row(409, 'The discovery was cancelled', 'caller'),
  skill_needs_newer_server: row(409, 'The skill needs a newer version of Bindery', 'operator'),
  skill_tampered: row(500, 'The stored skill does not match its hash', 'platform'),
  binding_invalid: row(422, 'The binding does not fit the catalog', 'caller'),
  auto_map_failed: row(422, 'No valid binding was found for the goal', 'caller'),
  template_invalid: row(422, 'The template is not valid', 'caller'),
  integration_connection_failed: row(422, 'The provider could not be reached', 'operator'),
  rate_limited: retryable(row(429, 'Too many requests', 'caller')),
  action_rate_limited: retryable(row(429, 'Too many calls of this skill', 'caller')),
  guardrail_rate_limited: retryable(row(429, 'Too many calls for this guardrail', 'caller')),
  verification_locked: retryable(row(429, 'Too many failed verifications', 'caller')),
  upstream_error: row(502, 'The provider answered with an error', 'provider'),
  upstream_invalid_response: row(502, 'The provider sent an answer that cannot be used', 'provider'),
  upstream_unreachable: retryable(row(502, 'The provider could not be reached', 'provider')),
  upstream_timeout: retryable(row(504, 'The provider did not answer in time', 'provider')),
  storage_full: row(507, 'The database has no room left', 'operator'),
  overloaded: retryable(row(503, 'The service is busy', 'platform')),
  internal_error: row(500, 'Something failed inside Bindery', 'platform'),
} as const satisfies Record<string, ErrorRow>

export type ErrorCode = keyof typeof errorTable

/**
 * Where somebody stands who hears of a failure: at any request, at the run of a skill, at the approval of one, at a tool of
 * an agent, or at its question for what came of an approved call. What to do next depends on it.
 */
export const doors = ['request', 'execute', 'approve', 'tool', 'confirm_call'] as const
export type Door = (typeof doors)[number]

/** A use case that may remove the cause of a failure; each face names it in its own words. */
export interface Remedy {
  /** Its name, of a closed list of the platform. */
  readonly does: string
  /** What it is about, by name: `{kind: 'desk'}`. */
  readonly of: { readonly [name: string]: string }
}

export interface ErrorDetails {
  readonly cause?: unknown
  readonly issues?: readonly Issue[]
  readonly retryAfterMs?: number
  /** The provider's HTTP status, for messages by outcome. */
  readonly upstreamStatus?: number
  /** Whether the provider can have seen the request: a write that failed with `no` certainly did not happen. */
  readonly sent?: 'no' | 'maybe'
  /** A machine word that tells variants of one code apart: `response_too_large`, `too_deep`, `redirect`. */
  readonly reason?: string
  /** What the provider said, with values of callers and credentials still in it. A run makes the next two of it. */
  readonly refusal?: UntoldRefusal
  /** The same without those, for a member of its own in the error body, where it is marked as the provider's words. */
  readonly provider?: ProviderRefusal
  /** The same for a record: without any value that identifies a person. */
  readonly recorded?: ProviderRefusal
  /** Of a provider's "not found": the arguments that named what is not there. None when nothing was named. */
  readonly addressedBy?: readonly string[]
  readonly remedy?: Remedy
  /** `request` when absent. */
  readonly door?: Door
  /** Of a skill of several steps: the one that ended it, with what agents are told of it. No part of an error body. */
  readonly at?: QuietStep
  /** Extra members of the error body. Must hold no secret and no provider text. */
  readonly members?: { readonly [name: string]: Json }
}

/**
 * A failure of the world, with a code from `errorTable`. `message` goes to the caller as it is: it names the thing,
 * says what was expected and what to do, and holds no secret and no provider text.
 */
export class PlatformError extends Error {
  override readonly name = 'PlatformError'
  readonly code: ErrorCode
  readonly details: ErrorDetails

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.details = details
  }

  get status(): number {
    return errorTable[this.code].status
  }

  get isRetryable(): boolean {
    return errorTable[this.code].isRetryable
  }
}

/**
 * Whether the same request may succeed later as it is, because it was refused before anything was done: by the table, or
 * by a provider that is too busy for now.
 */
export const mayRetry = (code: ErrorCode, upstreamStatus: number | undefined): boolean =>
  errorTable[code].isRetryable ||
  (code === 'upstream_error' && (upstreamStatus === 429 || upstreamStatus === 503))

/** True for a code of the table: for codes that come back from storage or another process. */
export const isErrorCode = (text: string): text is ErrorCode => Object.hasOwn(errorTable, text)
