import type { Argument, Field, ObjectType } from './catalog.ts'

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
  /** Whether the field is blocked, or one whose values it shows. */
  readonly isShownBlocked: (object: string, field: Pick<Field, 'name' | 'shows'>) => boolean
}

/** What shows a blocked field is blocked by name too in the objects that are given. */
export function checkScope(scoping: Scoping, objects: readonly ObjectType[] = []): ScopeCheck {
  const whole = new Set(scoping.blockedObjects)
  const fields = new Set(scoping.blockedFields)
  const isSaid = (object: string, field: string): boolean =>
    whole.has(object) || fields.has(`${object}.${field}`)
  const isShownBlocked: ScopeCheck['isShownBlocked'] = (object, { name, shows = [] }) =>
    isSaid(object, name) || shows.some((origin) => isSaid(origin.object, origin.field))
  const copies = new Set(
    objects.flatMap((object) =>
      object.fields
        .filter((field) => isShownBlocked(object.name, field))
        .map((field) => `${object.name}.${field.name}`),
    ),
  )
  return {
    isObjectBlocked: (object) => whole.has(object),
    isFieldBlocked: (object, field) => isSaid(object, field) || copies.has(`${object}.${field}`),
    isShownBlocked,
  }
}

/** Whether an argument is a column, and so a field of the object of its operation, that scoping blocks. */
export function isColumnBlocked(
  { object }: { readonly object?: string | undefined },
  argument: Pick<Argument, 'name' | 'place' | 'shows'>,
  scope: ScopeCheck,
): boolean {
  return argument.place === 'column' && object !== undefined && scope.isShownBlocked(object, argument)
}
