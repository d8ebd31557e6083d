import type { Argument } from './catalog.ts'

/** What agents must never see of a provider. `blockedFields` are `Object.field`; empty lists allow all. */
export interface Scoping {
  readonly blockedObjects: readonly string[]
  readonly blockedFields: readonly string[]
}

export const openScoping: Scoping = { blockedObjects: [], blockedFields: [] }

/** Questions asked of a scoping in constant time. */
export interface ScopeCheck {
  readonly isObjectBlocked: (object: string) => boolean
  readonly isFieldBlocked: (object: string, field: string) => boolean
}

export function checkScope(scoping: Scoping): ScopeCheck {
  const objects = new Set(scoping.blockedObjects)
  const fields = new Set(scoping.blockedFields)
  return {
    isObjectBlocked: (object) => objects.has(object),
    isFieldBlocked: (object, field) => objects.has(object) || fields.has(`${object}.${field}`),
  }
}

/** Whether an argument is a column, and so a field of the object of its operation, that scoping blocks. */
export function isColumnBlocked(
  { object }: { readonly object?: string | undefined },
  { name, place }: Pick<Argument, 'name' | 'place'>,
  scope: ScopeCheck,
): boolean {
  return place === 'column' && object !== undefined && scope.isFieldBlocked(object, name)
}
