import {
  type CatalogIndex,
  checkScope,
  type Field,
  indexCatalog,
  type ObjectType,
  objectsIn,
  type SchemaCatalog,
  type ScopeCheck,
  type Scoping,
  type TypeRef,
} from '@bindery/model'
import { type CatalogStatistics } from '@bindery/model/tables'

/** A catalog together with what must not be seen of it. */
export interface CatalogView {
  readonly index: CatalogIndex
  readonly scope: ScopeCheck
  /** What a database estimates of its tables, where that is known. */
  readonly statistics?: CatalogStatistics
  /** Set inside the rows of a table search: names also lead to the rows that lead to an object. */
  readonly bothEnds?: true
}

export function viewCatalog(
  catalog: SchemaCatalog,
  scoping: Scoping,
  statistics?: CatalogStatistics,
): CatalogView {
  return {
    index: indexCatalog(catalog),
    scope: checkScope(scoping, catalog.objects),
    ...(statistics === undefined ? {} : { statistics }),
  }
}

/** Whether nothing of a type may be seen: it is, holds or lists a blocked object. A union counts when all members do. */
export function isTypeBlocked(type: TypeRef, { scope }: CatalogView): boolean {
  const names = objectsIn(type)
  if (type.kind === 'union') return names.length > 0 && names.every(scope.isObjectBlocked)
  return names.some(scope.isObjectBlocked)
}

export function isFieldHidden(object: string, field: Field, view: CatalogView): boolean {
  return view.scope.isShownBlocked(object, field) || isTypeBlocked(field.type, view)
}

/** The fields that may be named to an author. */
export function visibleFields(object: ObjectType, view: CatalogView): readonly Field[] {
  return object.fields.filter((field) => !isFieldHidden(object.name, field, view))
}

/** The first blocked object or field that these objects hold at any depth, or undefined. */
export function findBlockedInside(objects: readonly string[], view: CatalogView): string | undefined {
  const seen = new Set(objects)
  for (const name of seen) {
    if (view.scope.isObjectBlocked(name)) return name
    for (const field of view.index.object(name)?.fields ?? []) {
      if (view.scope.isShownBlocked(name, field)) return field.name
      for (const next of objectsIn(field.type)) seen.add(next)
    }
  }
  return undefined
}

const visible = new WeakMap<CatalogView, CatalogIndex>()

/** The index without what must not be seen. */
export function visibleIndex(view: CatalogView): CatalogIndex {
  const known = visible.get(view)
  if (known !== undefined) return known
  const index: CatalogIndex = {
    ...view.index,
    object: (name) => {
      const object = view.index.object(name)
      return object === undefined ? undefined : { ...object, fields: visibleFields(object, view) }
    },
  }
  visible.set(view, index)
  return index
}
