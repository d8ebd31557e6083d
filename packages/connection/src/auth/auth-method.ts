import { createHash } from 'node:crypto'
import type { FilledPlace, HttpBody, Issue, Result, Secret } from '@bindery/model'
import { failure, nearestNames, success } from '@bindery/model'
import type { z } from 'zod'
import type { Header } from '../http/header-rules.ts'
import type { AuthorizationClient, TokenDoor } from '../oauth/oauth-client.ts'
import type { IssuedToken } from '../oauth/issued-token.ts'
import { type Reach, requireReach } from './reach.ts'
import type { DatabaseLogin } from './database-login.ts'

/** A request as the executor made it, before and after a credential is put in. */
export interface DraftRequest {
  readonly method: string
  /** Encoded, without `?`. */
  readonly query: string
  readonly headers: readonly Header[]
  readonly body?: HttpBody
}

/** How a secret is written: its value when sending, `[secret]` in a preview. One code path serves both. */
export type ShowSecret = (secret: Secret) => string

/** A credential of which nobody has said yet where it may go. It prints as its method, and `Secret` objects hold the rest. */
export interface UnboundCredential {
  readonly method: string
  /** All that must never be seen, derived values such as a basic pair included. */
  readonly secrets: readonly Secret[]
  /** Lower-case names of the headers that only the credential may set. */
  readonly reservedHeaders: ReadonlySet<string>
  /** Names of query parameters, and of members of the body, that only the credential may set. */
  readonly reservedQuery?: ReadonlySet<string>
  readonly reservedFields?: ReadonlySet<string>
  readonly apply: (request: DraftRequest, show: ShowSecret) => DraftRequest
  /** Set for credentials of a database, which go into a session and never into a request. */
  readonly login?: DatabaseLogin
  /** The zone of columns without one, an IANA name. It goes into no session. */
  readonly timezone?: string
  /** Addresses that the credential itself speaks to, which must pass the egress guard like a base URL. */
  readonly endpoints?: readonly string[]
  /** Set for a credential that is traded for short-lived tokens: asks for one. `apply` then only shows where it goes. */
  readonly exchange?: (door: TokenDoor, signal: AbortSignal) => Promise<IssuedToken>
  /** Tells credentials that are traded for tokens apart by all their values. */
  readonly version?: string
  /** Set for OAuth: the scopes that are asked for, and what a grant opens when the provider said so. */
  readonly scopes?: { readonly asked: readonly string[]; readonly granted: readonly string[] | undefined }
  /** Set for access that a person gives: the client that asks for it, and the grant once there is one. */
  readonly authorization?: { readonly client: AuthorizationClient; readonly grant: IssuedToken | undefined }
}

/** A credential ready to use: it is put into requests to the origins that it may go to, and into no other. */
export interface Credential extends Omit<UnboundCredential, 'apply'> {
  readonly reach: Reach
  /** Throws `credential_origin_refused` for another origin; in a preview, too. */
  readonly apply: (origin: string, request: DraftRequest, show: ShowSecret) => DraftRequest
}

/** The only way to a credential that can be used. */
export function boundTo(reach: Reach, unbound: UnboundCredential): Credential {
  return {
    ...unbound,
    reach,
    apply: (origin, request, show) => {
      requireReach(reach, origin)
      return unbound.apply(request, show)
    },
  }
}

/** What a credential fills of every request, by name: the same sets that a request is checked against before it is sent. */
export function placesFilledBy(credential: Omit<Credential, 'apply'>): readonly FilledPlace[] {
  const of = (place: FilledPlace['place'], names: ReadonlySet<string> = new Set()): readonly FilledPlace[] =>
    [...names].map((name) => ({ place, name }))
  return [
    ...of('header', credential.reservedHeaders),
    ...of('query', credential.reservedQuery),
    ...of('body', credential.reservedFields),
  ]
}

/** One way to authorise. The schema checks stored values and draws the form. */
export interface AuthMethod {
  readonly name: string
  readonly title: string
  /** The member that only values of this method have, by which an unnamed credential is recognised. */
  readonly hallmark: string
  /** Members that are no secret and may be shown to those who manage credentials. */
  readonly shown: readonly string[]
  /** Members that nobody may read over a shoulder: forms take them blind. */
  readonly secrets: readonly string[]
  readonly schema: z.ZodType
  /** Every problem at once, with the path of the value; no message holds a value. */
  readonly parse: (values: unknown, reach: Reach) => Result<Credential, readonly Issue[]>
}

interface Definition<Schema extends z.ZodType> {
  readonly name: string
  readonly title: string
  readonly hallmark: string
  readonly shown?: readonly string[]
  readonly secrets: readonly string[]
  readonly schema: Schema
  readonly credential: (values: z.output<Schema>) => Omit<UnboundCredential, 'method'>
}

/** Makes a method from its schema and what it does with values that fit. */
export function authMethod<Schema extends z.ZodType>(definition: Definition<Schema>): AuthMethod {
  const { name, title, hallmark, shown = [], secrets, schema, credential } = definition
  return {
    name,
    title,
    hallmark,
    shown,
    secrets,
    schema,
    parse: (values, reach) => {
      const parsed = schema.safeParse(values)
      if (!parsed.success) return failure(parsed.error.issues.flatMap((found) => toIssues(found, schema)))
      const made = { ...credential(parsed.data), method: name }
      const version = made.exchange === undefined ? {} : { version: versionOf(parsed.data) }
      return success(boundTo(reach, { ...made, ...version }))
    },
  }
}

const versionOf = (values: unknown): string =>
  createHash('sha256').update(JSON.stringify(values)).digest('base64url')

function toIssues(found: z.core.$ZodIssue, schema: z.ZodType): readonly Issue[] {
  const path = found.path.map(String)
  if (found.code !== 'unrecognized_keys') {
    return [
      { code: 'credential_invalid', severity: 'error', path, message: `${label(path)}: ${found.message}` },
    ]
  }
  return found.keys.map((key) => ({
    code: 'credential_key_unknown',
    severity: 'error',
    path: [...path, key],
    message: `A credential of this kind has no member ${JSON.stringify(key.slice(0, 60))}.`,
    suggestions: nearestNames(key, memberNames(schema)),
  }))
}

const label = (path: readonly string[]): string => `"${path.join('.') || 'credential'}"`

function memberNames(schema: z.ZodType): readonly string[] {
  return 'shape' in schema && typeof schema.shape === 'object' && schema.shape !== null
    ? Object.keys(schema.shape)
    : []
}
