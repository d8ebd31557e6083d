import type { Binding, Operation } from '@bindery/model'
import type { CatalogView } from './catalog-view.ts'
import { impliedValues } from './implied-values.ts'
import { resolveAggregate } from './resolve-aggregate.ts'
import { resolveInputs } from './resolve-inputs.ts'
import { resolveOutputs } from './resolve-outputs.ts'
import type { ResolvedBinding } from './resolved-binding.ts'

/** Looks up every name of a binding once. Total: what is not found stays in the result as such. */
export function resolveBinding(binding: Binding, operation: Operation, view: CatalogView): ResolvedBinding {
  const outputs =
    binding.aggregate === undefined
      ? resolveOutputs(binding, operation, view)
      : resolveAggregate(binding.aggregate, operation, view)
  const resolved = {
    binding,
    operation,
    view,
    ...resolveInputs(binding, outputs, { operation, view }),
    outputs,
  }
  return { ...resolved, assignments: [...resolved.assignments, ...impliedValues(resolved)] }
}
