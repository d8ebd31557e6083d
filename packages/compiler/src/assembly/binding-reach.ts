import { type BindingReach, isColumnBlocked, type Operation, type ReverseStep } from '@bindery/model'
import { type CatalogView, visibleIndex } from '../resolution/catalog-view.ts'
import { stepInto } from '../resolution/step-into.ts'
import { valuesOf } from '../resolution/values-of.ts'
import type { ResolvedBinding, ResolvedValue } from '../resolution/resolved-binding.ts'

/** What a lowering may look at: the objects that scoping leaves, and what the transforms of outputs read of them. */
export function toReach({ outputs, view }: ResolvedBinding): BindingReach {
  const typings = valuesOf(outputs).flatMap(typingsOf)
  return {
    object: visibleIndex(view).object,
    search: (object) => visibleSearch(object, view),
    back: (object, name) => visibleBack(object, name, view),
    reads: typings.flatMap((typing) => typing.references),
    wholes: typings.flatMap((typing) => typing.wholes),
  }
}

/** Scoping hides columns of a table from its search too. */
function visibleSearch(object: string, view: CatalogView): Operation | undefined {
  const search = view.index.operation(`${object}.find`)
  if (search === undefined || view.scope.isObjectBlocked(object)) return undefined
  const seen = search.arguments.filter((argument) => !isColumnBlocked(search, argument, view.scope))
  return seen.length === search.arguments.length ? search : { ...search, arguments: seen }
}

function visibleBack(object: string, name: string, view: CatalogView): ReverseStep | undefined {
  const step = stepInto({ kind: 'object', name: object }, name, { ...view, bothEnds: true })
  return step.status === 'found' ? step.reverse : undefined
}

function typingsOf(output: ResolvedValue): readonly Typing[] {
  const check = output.transform?.check
  return check?.status === 'typed' ? [check.typing] : []
}

type Check = NonNullable<ResolvedValue['transform']>['check']
type Typing = Extract<Check, { readonly status: 'typed' }>['typing']
