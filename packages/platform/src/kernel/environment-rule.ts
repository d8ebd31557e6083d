import { type Environment, PlatformError } from '@bindery/model'
import type { Principal } from './principal.ts'

/**
 * What a use case has to do with environments, for keys that were made for one of them. Every one declares it.
 * - `none`: it reads what all environments share, or writes drafts that none of them runs.
 * - `every`: it changes what all of them run or use; only for keys without an environment.
 * - `slot`: the request names environments, and each must be the key's own. One that is not named is refused.
 * - `record`: it is about something that was made for one environment, which must be the key's own.
 */
export type EnvironmentRule<Request, Services = unknown> =
  | 'none'
  | 'every'
  | { readonly slot: (request: Request, principal: Principal) => readonly (Environment | undefined)[] }
  | {
      readonly record: (
        request: Request,
        principal: Principal,
        services: Services,
      ) => Promise<string | undefined>
    }

export const environmentRules = ['none', 'every', 'slot', 'record'] as const
export type EnvironmentRuleName = (typeof environmentRules)[number]

export function nameOfRule<Request, Services>(rule: EnvironmentRule<Request, Services>): EnvironmentRuleName {
  if (typeof rule === 'string') return rule
  return 'slot' in rule ? 'slot' : 'record'
}

export interface Admission<Request, Services> {
  readonly principal: Principal
  readonly services: Services
  /** The request with its types; throws `validation_error`. */
  readonly read: () => Request
}

/** Throws `insufficient_scope` when the key was made for another environment than the request is about. */
export async function checkEnvironment<Request, Services>(
  rule: EnvironmentRule<Request, Services>,
  { read, principal, services }: Admission<Request, Services>,
): Promise<void> {
  const { environment } = principal
  if (environment === undefined || rule === 'none') return
  if (rule === 'every') return requireEveryEnvironment(principal)
  if ('record' in rule) {
    const made = await rule.record(read(), principal, services)
    if (made === undefined || made === environment) return
    throw refused(environment, `This was made for ${made}.`)
  }
  const named = rule.slot(read(), principal)
  const other = named.find((name) => name !== environment)
  if (named.length > 0 && named.every((name) => name === environment)) return
  throw refused(
    environment,
    other === undefined ? `Name it: "environment": "${environment}".` : `This is about ${other}.`,
  )
}

/** Whether a key is told of what belongs to an environment: one that was made for another one is not. */
export const isToldOf = (
  { environment }: Pick<Principal, 'environment'>,
  about: { readonly environment: string },
): boolean => environment === undefined || environment === about.environment

/** What a key is told of members that stand under the names of environments. */
export function toldByEnvironment<Value>(
  principal: Pick<Principal, 'environment'>,
  members: Partial<Record<Environment, Value>>,
): Partial<Record<Environment, Value>> {
  const { environment } = principal
  if (environment === undefined) return members
  const own = members[environment]
  return own === undefined ? {} : { [environment]: own }
}

/** For what only turns out to change what all environments run; throws `insufficient_scope`. */
export function requireEveryEnvironment({ environment }: Pick<Principal, 'environment'>): void {
  if (environment !== undefined) throw refused(environment, 'This changes what every environment uses.')
}

function refused(environment: Environment, why: string): PlatformError {
  return new PlatformError(
    'insufficient_scope',
    `This API key is for the ${environment} environment only. ${why}`,
    { members: { requiredEnvironment: environment } },
  )
}
