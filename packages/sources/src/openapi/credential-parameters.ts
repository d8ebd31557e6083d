import { headerKey } from '@bindery/model'
import type { KnownParameter } from './normal-form.ts'

/** A key that some security scheme says travels under this name. */
export interface SchemeKey {
  readonly place: string
  /** Lower case. */
  readonly name: string
}

const certain = new Set([
  'authorization',
  'proxy-authorization',
  'access_token',
  'accesstoken',
  'access-token',
  'api_key',
  'apikey',
  'api-key',
  'x-api-key',
  'x-apikey',
  'x-auth-token',
  'x-access-token',
  'auth_token',
  'authtoken',
  'oauth_token',
  'subscription-key',
  'ocp-apim-subscription-key',
])

const likely = new Set([
  'token',
  'key',
  'apitoken',
  'api_token',
  'auth',
  'secret',
  'client_secret',
  'x-token',
])

const talksOfAuth =
  /\b(authenti|authori[sz]|api[- _]?key|api[- _]?token|access token|bearer|credential|oauth)/i

/** True for names that are credentials wherever they stand. */
export function isCredentialName(name: string): boolean {
  const lower = name.toLowerCase()
  return certain.has(lower) || lower === 'token'
}

/**
 * True for a parameter that the connection fills: one that a security scheme names, a name that is always a credential,
 * or a likely one whose description talks of authentication. Path parameters never are.
 */
export function isCredentialParameter(parameter: KnownParameter, keys: readonly SchemeKey[]): boolean {
  if (parameter.place === 'path') return false
  const name = parameter.place === 'header' ? headerKey(parameter.name) : parameter.name.toLowerCase()
  if (parameter.place === 'form') return isCredentialName(name)
  if (keys.some((key) => key.place === parameter.place && keyOf(key) === name)) return true
  if (certain.has(name)) return true
  const description = parameter.at.node['description']
  return likely.has(name) && typeof description === 'string' && talksOfAuth.test(description)
}

const keyOf = ({ place, name }: SchemeKey): string => (place === 'header' ? headerKey(name) : name)
