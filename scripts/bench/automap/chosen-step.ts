import { type AnyBinding, Binding, isStepsBinding } from '../../../packages/model/src/index.ts'

/** The chosen operation of a draft with what is put to it by name: labels are of one operation, and what a lookup gives it has no name. */
export function chosenStep(binding: AnyBinding): Binding {
  if (!isStepsBinding(binding)) return binding
  const step = binding.steps.at(-1)
  if (step === undefined) throw new TypeError('A draft of steps has one.')
  const { id, operation, inputs, inputObjectMap, where = [], sqlWrite, orderBy } = step
  const named = <Entry extends { readonly from?: string | undefined }>(entries: readonly Entry[]) =>
    entries.flatMap(({ from, ...entry }) => (from === undefined ? [entry] : []))
  const conditions = where.flatMap((entry) => ('anyOf' in entry ? [] : named([entry])))
  const columns = named(sqlWrite?.columns ?? [])
  const keys = named(sqlWrite?.keys ?? [])
  return Binding.parse({
    operation,
    toolName: binding.toolName,
    inputs: named(inputs),
    inputObjectMap: named(inputObjectMap),
    ...(conditions.length === 0 ? {} : { where: conditions }),
    ...(orderBy === undefined ? {} : { orderBy }),
    ...(sqlWrite === undefined || columns.length === 0
      ? {}
      : { sqlWrite: { ...sqlWrite, columns, keys: keys.length === 0 ? undefined : keys } }),
    projection: binding.projection.flatMap((entry) => {
      const path = String(entry.path)
      if (path !== id && !path.startsWith(`${id}.`)) return []
      return [{ ...entry, path: path.slice(id.length + 1) || '$' }]
    }),
  })
}

/** The operation that a draft looks something up with; null for one operation alone. */
export const lookupOf = (binding: AnyBinding): string | null =>
  isStepsBinding(binding) && binding.steps.length > 1 ? (binding.steps[0]?.operation ?? null) : null
