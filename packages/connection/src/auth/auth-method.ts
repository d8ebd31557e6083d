import { createHash } from 'node:crypto'
import type { HttpBody, Issue, Result, Secret } from '@bindery/model'
import { failure, nearestNames, success } from '@bindery/model'
import type { z } from 'zod'
import type { Header } from '../http/header-rules.ts'
import type { AuthorizationClient } from '../oauth/authorization.ts'
import type { IssuedToken } from '../oauth/issued-token.ts'
import type { TokenDoor } from '../oauth/token-endpoint.ts'

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

/** A credential ready to use. It prints as its method, and `Secret` objects hold the rest. */
export interface Credential {
  readonly method: string
  /** All that must never be seen, derived values such as a basic pair included. */
  readonly secrets: readonly Secret[]
  /** Lower-case names of the headers that only the credential may set. */
  readonly reservedHeaders: ReadonlySet<string>
  readonly apply: (request: DraftRequest, show: ShowSecret) => DraftRequest
  /** Set for credentials of a database, which go into a session and never into a request. */
  readonly login?: DatabaseLogin
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

/** Where a database is and who asks. It holds the address because a database has no base URL. */
export interface DatabaseLogin {
  readonly host: string
  /** That of the dialect when absent. */
  readonly port?: number
  readonly database: string
  readonly user: string
  readonly password: Secret
  readonly sslmode: SslMode
  /** Certificates (PEM) that the server's must lead to, instead of the public roots. */
  readonly authority?: string
}

/** In the words of libpq. `disable` is for servers that the operator of Bindery lists, and for nothing else. */
export const sslModes = ['verify-full', 'verify-ca', 'require', 'disable'] as const
export type SslMode = (typeof sslModes)[number]

/** One way to authorise. The schema checks stored values and draws the form. */
export interface AuthMethod {
  readonly name: string
  readonly title: string
  /** The member that only values of this method have, by which an unnamed credential is recognised. */
  readonly hallmark: string
  /** Members that are no secret and may be shown to those who manage credentials. */
  readonly shown: readonly string[]
  readonly schema: z.ZodType
  /** Every problem at once, with the path of the value; no message holds a value. */
  readonly parse: (values: unknown) => Result<Credential, readonly Issue[]>
}

interface Definition<Schema extends z.ZodType> {
  readonly name: string
  readonly title: string
  readonly hallmark: string
  readonly shown?: readonly string[]
  readonly schema: Schema
  readonly credential: (values: z.output<Schema>) => Omit<Credential, 'method'>
}

/** Makes a method from its schema and what it does with values that fit. */
export function authMethod<Schema extends z.ZodType>(definition: Definition<Schema>): AuthMethod {
  const { name, title, hallmark, shown = [], schema, credential } = definition
  return {
    name,
    title,
    hallmark,
    shown,
    schema,
    parse: (values) => {
      const parsed = schema.safeParse(values)
      if (!parsed.success) return failure(parsed.error.issues.flatMap((found) => toIssues(found, schema)))
      const made = { ...credential(parsed.data), method: name }
      return success(made.exchange === undefined ? made : { ...made, version: versionOf(parsed.data) })
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
