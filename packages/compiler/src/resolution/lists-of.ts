import { formatFieldPath, objectsIn, type PathStep, type Typed, type TypeRef } from '@bindery/model'
import { type CatalogView, visibleFields } from './catalog-view.ts'

/** Lists that lie deeper are not what an answer is about. */
const deepest = 4
const mostLists = 20

/** The ways to the lists of objects in an answer that lie in no other list, outermost first. */
export function listsOf(answer: Typed | undefined, view: CatalogView): readonly string[] {
  const found: string[] = []
  let level: readonly Place[] = answer === undefined ? [] : [{ type: answer.type, steps: [], above: [] }]
  for (let depth = 0; depth <= deepest && level.length > 0; depth++) {
    for (const place of level) if (isRows(place.type)) found.push(formatFieldPath(place.steps) || '$')
    level = level.flatMap((place) => inside(place, view))
  }
  return found.slice(0, mostLists)
}

interface Place {
  readonly type: TypeRef
  readonly steps: readonly PathStep[]
  /** Objects on the way, so that one that holds itself ends. */
  readonly above: readonly string[]
}

const isRows = (type: TypeRef): boolean => type.kind === 'list' && objectsIn(type.items).length > 0

function inside({ type, steps, above }: Place, view: CatalogView): readonly Place[] {
  if (type.kind !== 'object' || above.includes(type.name)) return []
  const object = view.index.object(type.name)
  if (object === undefined || view.scope.isObjectBlocked(type.name)) return []
  return visibleFields(object, view).flatMap(({ name, type: inner, isErrorChannel }) =>
    isErrorChannel === true
      ? []
      : [{ type: inner, steps: [...steps, { kind: 'field', name }], above: [...above, type.name] }],
  )
}
