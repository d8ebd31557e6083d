import type { Issue, Result } from '@bindery/model'
import { failure, isJsonObject, nearestNames } from '@bindery/model'
import { apiKey } from './api-key.ts'
import type { AuthMethod, Credential } from './auth-method.ts'
import { basic } from './basic.ts'
import { bearer } from './bearer.ts'
import { body } from './body.ts'
import { customHeaders } from './custom-headers.ts'
import { none } from './none.ts'
import type { Reach } from './reach.ts'
import { oauth2AuthorizationCode } from './oauth2-authorization-code.ts'
import { oauth2ClientCredentials } from './oauth2-client-credentials.ts'
import { serviceAccount } from './service-account.ts'
import { sql } from './sql.ts'

/**
 * Every way to authorise. A file of this folder that is not here fails a test. Those whose values may hold the hallmark of
 * another one come before it.
 */
export const authMethods: readonly AuthMethod[] = [
  none,
  oauth2AuthorizationCode,
  oauth2ClientCredentials,
  serviceAccount,
  bearer,
  apiKey,
  basic,
  body,
  customHeaders,
  sql,
]

/**
 * Reads stored or submitted credential values. Without a method it is the one whose hallmark is among the members;
 * nothing at all is `none`. Whoever reads them says where they may go. Fails with every problem, each with a path; no
 * message holds a value.
 */
export function parseCredentials(
  method: string | undefined,
  values: unknown,
  reach: Reach,
): Result<Credential, readonly Issue[]> {
  const members = values ?? {}
  if (method === undefined) return parseUnnamed(members, reach)
  const found = authMethods.find((candidate) => candidate.name === method)
  return found === undefined ? failure([unknownMethod(method)]) : found.parse(members, reach)
}

function parseUnnamed(values: unknown, reach: Reach): Result<Credential, readonly Issue[]> {
  if (!isJsonObject(values)) return failure([unrecognised([])])
  const names = Object.keys(values)
  if (names.length === 0) return none.parse(values, reach)
  const found = authMethods.find((candidate) => names.includes(candidate.hallmark))
  return found === undefined ? failure([unrecognised(names)]) : found.parse(values, reach)
}

const hallmarks = authMethods.map((method) => method.hallmark).filter((hallmark) => hallmark !== '')

function unrecognised(names: readonly string[]): Issue {
  return {
    code: 'credential_unrecognised',
    severity: 'error',
    path: [],
    message: `A credential is an object with one of the members ${hallmarks.join(', ')}.`,
    suggestions: [...new Set(names.flatMap((name) => nearestNames(name, hallmarks)))],
  }
}

function unknownMethod(method: string): Issue {
  const names = authMethods.map((candidate) => candidate.name)
  return {
    code: 'auth_method_unknown',
    severity: 'error',
    path: ['type'],
    message: `There is no auth method ${JSON.stringify(method.slice(0, 60))}; there are ${names.join(', ')}.`,
    suggestions: nearestNames(method, names),
  }
}
