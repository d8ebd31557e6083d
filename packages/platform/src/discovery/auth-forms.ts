import { authMethods } from '@bindery/connection'
import type { SecurityHint } from '@bindery/model'
import { type CredentialField, fieldsOf } from '../credentials/auth-methods.ts'

/** A way to authorise that a description names, with what a form has to ask for. */
export interface AuthForm {
  /** For `authType`. */
  readonly method: string
  /** Its name in the description. */
  readonly scheme: string
  readonly fields: readonly CredentialField[]
}

/** The methods of a scheme, the usual one first; none for one that no method covers. */
const methodsOf = ({ method, place }: SecurityHint): readonly string[] => {
  switch (method) {
    case 'none':
    case 'other':
      return []
    case 'bearer':
    case 'basic':
      return [method]
    case 'oauth2':
      return ['oauth2_authorization_code', 'oauth2_client_credentials', 'bearer']
    case 'api_key':
      return [place === 'body' ? 'body' : place === 'cookie' ? 'custom_headers' : 'api_key']
  }
}

/** Schemes in the order of the description. A key comes with its place and its name filled in. */
export function authForms(hints: readonly SecurityHint[]): readonly AuthForm[] {
  return hints.flatMap((hint) =>
    methodsOf(hint).flatMap((name): readonly AuthForm[] => {
      const method = authMethods.find((candidate) => candidate.name === name)
      if (method === undefined) return []
      return [{ method: name, scheme: hint.name, fields: filledIn(fieldsOf(method), hint) }]
    }),
  )
}

function filledIn(fields: readonly CredentialField[], hint: SecurityHint): readonly CredentialField[] {
  const said = new Map([
    ['in', hint.place],
    ['name', hint.parameter],
  ])
  return fields.map((field) => {
    const value = field.default === undefined ? undefined : said.get(field.name)
    return value === undefined ? field : { ...field, default: value }
  })
}

/** Schemes that no method covers. */
export const uncovered = (hints: readonly SecurityHint[]): readonly string[] =>
  hints.filter((hint) => hint.method !== 'none' && methodsOf(hint).length === 0).map(({ name }) => name)
