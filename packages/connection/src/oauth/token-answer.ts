import { isJsonArray, isJsonObject, type Json, type JsonObject, parseJson } from '@bindery/model'
import type { Incoming } from '../http/exchange.ts'

/** An answer of a token endpoint in the form of RFC 6749, and what is said of it where an error must be made of it. */
export interface TokenAnswer {
  readonly incoming: Incoming
  /** The refresh token that came with it, whatever else is odd about it. */
  readonly refreshToken: string | undefined
  /** A success by its status that holds an error. */
  readonly isErrorUnderSuccess: boolean
}

/**
 * The answer of a token endpoint as libraries expect it: form-encoded ones as JSON, no `token_type` and what begins with
 * "Bearer" as `bearer`, times that are text as numbers, lists of scopes as one text, empty members left out; an `error`
 * under a status of success as the error that it is. What is no token answer at all stays as it came.
 */
export function toTokenAnswer(answer: Incoming, idTokens: 'kept' | 'dropped'): TokenAnswer {
  const members = readMembers(answer)
  if (members === undefined) return { incoming: answer, refreshToken: undefined, isErrorUnderSuccess: false }
  const error = errorOf(members)
  const isSuccess = answer.status >= 200 && answer.status < 300
  const refreshToken = textOf(members['refresh_token'])
  const body = error === undefined ? normalMembers(members, idTokens) : { error }
  return {
    incoming: {
      ...answer,
      status: error !== undefined && isSuccess ? 400 : answer.status,
      headers: new Map([...answer.headers, ['content-type', 'application/json']]),
      body: Buffer.from(JSON.stringify(body)),
    },
    refreshToken,
    isErrorUnderSuccess: error !== undefined && isSuccess,
  }
}

/** JSON whatever its label says, or a form, as GitHub and older servers answer. */
function readMembers({ body }: Incoming): JsonObject | undefined {
  const text = Buffer.from(body).toString('utf8').trim()
  if (text.startsWith('{')) return readJson(text)
  if (!/^[\w.~%+*-]+=/.test(text) || /\s/.test(text)) return undefined
  const form = new URLSearchParams(text)
  return form.has('access_token') || form.has('error') ? Object.fromEntries(form) : undefined
}

function readJson(text: string): JsonObject | undefined {
  try {
    const parsed = parseJson(text)
    return isJsonObject(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}

/** What providers say instead of the codes of RFC 6749, section 5.2. */
const ownCodes: Readonly<Record<string, string>> = {
  bad_refresh_token: 'invalid_grant',
  bad_verification_code: 'invalid_grant',
  invalid_refresh_token: 'invalid_grant',
  invalid_code: 'invalid_grant',
  token_revoked: 'invalid_grant',
  incorrect_client_credentials: 'invalid_client',
  invalid_client_id: 'invalid_client',
  bad_client_secret: 'invalid_client',
}

/** The code of an error; an error that is no code is still one. */
function errorOf(members: JsonObject): string | undefined {
  const error = members['error']
  if (error === undefined || error === null || error === false || error === '' || error === 0)
    return undefined
  const said = isJsonObject(error) ? (error['code'] ?? error['type'] ?? error['error']) : error
  const code = typeof said === 'string' && /^[\w.-]{1,80}$/.test(said) ? said : 'unspecified'
  return Object.hasOwn(ownCodes, code) ? ownCodes[code] : code
}

function normalMembers(members: JsonObject, idTokens: 'kept' | 'dropped'): JsonObject {
  const { token_type, expires_in, scope, refresh_token, id_token, ...others } = members
  const seconds = secondsOf(expires_in)
  const scopes = scopesOf(scope)
  const refreshToken = textOf(refresh_token)
  const idToken = idTokens === 'kept' ? textOf(id_token) : undefined
  return {
    ...others,
    token_type: tokenTypeOf(token_type),
    ...(seconds === undefined ? {} : { expires_in: seconds }),
    ...(scopes === undefined ? {} : { scope: scopes }),
    ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
    ...(idToken === undefined ? {} : { id_token: idToken }),
  }
}

/** Another type than Bearer is used in another way, so it stays. */
function tokenTypeOf(value: Json | undefined): string {
  const text = textOf(value)?.trim() ?? 'bearer'
  return /^bearer/i.test(text) ? 'bearer' : text
}

function secondsOf(value: Json | undefined): number | undefined {
  const seconds =
    typeof value === 'string' && /^\s*\d{1,12}(?:\.\d+)?\s*$/.test(value) ? Number(value) : value
  return typeof seconds === 'number' && seconds >= 0 ? Math.floor(seconds) : undefined
}

function scopesOf(value: Json | undefined): string | undefined {
  if (!isJsonArray(value)) return typeof value === 'string' ? value : undefined
  return value.filter((item) => typeof item === 'string').join(' ')
}

const textOf = (value: Json | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined
