import { type AuthMethod, authMethods } from '@bindery/connection'
import {
  isJsonObject,
  type Json,
  type JsonObject,
  nearestNames,
  objectFrom,
  PlatformError,
} from '@bindery/model'

/** What a connector holds for one environment, apart by who may see it. */
export interface ConnectorMembers {
  /** Members that may be shown. */
  readonly settings: JsonObject
  /** Members that are sealed. */
  readonly values: JsonObject
  /** Ids of secrets by member. */
  readonly references: Readonly<Record<string, string>>
}

/** The method of that name. Throws `validation_error` with near names. */
export function requireMethod(type: string): AuthMethod {
  const method = authMethods.find((candidate) => candidate.name === type)
  if (method !== undefined && method.name !== 'none') return method
  const names = authMethods.map((candidate) => candidate.name).filter((name) => name !== 'none')
  const message = `There is no auth method "${type.slice(0, 60)}"; there are ${names.join(', ')}.`
  throw new PlatformError('validation_error', message, {
    issues: [
      {
        code: 'auth_method_unknown',
        severity: 'error',
        path: ['type'],
        message,
        suggestions: nearestNames(type, names),
      },
    ],
  })
}

/**
 * Puts what is given over what is there: a member that is null goes, a blank one stays as it was, and a reference takes
 * the place of a value of its name and the other way round. Members are known as `token_url` and as `tokenUrl`.
 */
export function mergeMembers(
  method: AuthMethod,
  before: ConnectorMembers,
  { secretRefs, ...given }: JsonObject,
): ConnectorMembers {
  const all = new Map<string, Json>(Object.entries({ ...before.settings, ...before.values }))
  const references = new Map(Object.entries(before.references))
  for (const [name, value] of Object.entries(given).map(([key, entry]) => [toMember(key), entry] as const)) {
    if (value === '') continue
    references.delete(name)
    if (value === null) all.delete(name)
    else all.set(name, value)
  }
  for (const [key, id] of isJsonObject(secretRefs) ? Object.entries(secretRefs) : []) {
    const name = toMember(key)
    all.delete(name)
    if (typeof id === 'string') references.set(name, id)
    else references.delete(name)
  }
  const isShown = ([name]: readonly [string, Json]): boolean => method.shown.includes(name)
  return {
    settings: objectFrom([...all].filter(isShown)),
    values: objectFrom([...all].filter((entry) => !isShown(entry))),
    references: Object.fromEntries(references),
  }
}

/** Credential members are written as the providers write them. */
const toMember = (key: string): string => key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** The other way round, for settings as the API shows them. */
export const toCamelCase = (member: string): string =>
  member.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
