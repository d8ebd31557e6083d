import type { BindingReach } from '@bindery/model'
import { visibleIndex } from '../resolution/catalog-view.ts'
import type { ResolvedBinding, ResolvedOutput } from '../resolution/resolved-binding.ts'

/** What a lowering may look at: the objects that scoping leaves, and what the transforms of outputs read of them. */
export function toReach({ outputs, view }: ResolvedBinding): BindingReach {
  const typings = outputs.flatMap(typingsOf)
  return {
    object: visibleIndex(view).object,
    reads: typings.flatMap((typing) => typing.references),
    wholes: typings.flatMap((typing) => typing.wholes),
  }
}

function typingsOf(output: ResolvedOutput): readonly Typing[] {
  if (output.kind === 'rows') return output.fields.flatMap(typingsOf)
  const check = output.transform?.check
  return check?.status === 'typed' ? [check.typing] : []
}

type Check = NonNullable<Extract<ResolvedOutput, { readonly kind: 'value' }>['transform']>['check']
type Typing = Extract<Check, { readonly status: 'typed' }>['typing']
