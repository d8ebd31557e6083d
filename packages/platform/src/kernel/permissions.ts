import { type Environment, PlatformError } from '@bindery/model'
import type { RequiredScope } from './scopes.ts'
import type { Principal } from './principal.ts'

/** Throws `insufficient_scope` naming the scope that is missing. */
export function requireScope(principal: Principal, scope: RequiredScope): void {
  if (scope === 'any' || scope === 'none' || principal.scopes.has(scope)) return
  throw new PlatformError('insufficient_scope', `This API key lacks the scope "${scope}".`, {
    members: { requiredScope: scope },
  })
}

/** A key that was made for one environment calls no other. */
export function requireEnvironment(principal: Principal, environment: Environment): void {
  if (principal.environment === undefined || principal.environment === environment) return
  throw new PlatformError(
    'insufficient_scope',
    `This API key calls the ${principal.environment} environment only, not ${environment}.`,
    { members: { requiredEnvironment: principal.environment } },
  )
}
