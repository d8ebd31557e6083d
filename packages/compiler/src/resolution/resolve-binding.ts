import type { Binding, Operation } from '@bindery/model'
import type { CatalogView } from './catalog-view.ts'
import { impliedValues } from './implied-values.ts'
import { resolveAggregate } from './resolve-aggregate.ts'
import { resolveEach } from './resolve-each.ts'
import { resolveInputs } from './resolve-inputs.ts'
import { resolveOutputs } from './resolve-outputs.ts'
import { resolveReading } from './resolve-reading.ts'
import type { ResolvedBinding } from './resolved-binding.ts'

/** Looks up every name of a binding once. Total: what is not found stays in the result as such. */
export function resolveBinding(binding: Binding, operation: Operation, view: CatalogView): ResolvedBinding {
  const reading = resolveReading(binding, operation, view)
  const arena = { operation, view, rows: reading?.rows }
  const outputs =
    binding.aggregate === undefined
      ? resolveOutputs(binding, operation, view)
      : resolveAggregate(binding.aggregate, arena)
  const resolved = { binding, operation, view, ...resolveInputs(binding, outputs, arena), outputs, reading }
  const { assignments, parameters } = resolveEach(resolved, resolveBinding)
  return { ...resolved, parameters, assignments: [...assignments, ...impliedValues(resolved)] }
}
