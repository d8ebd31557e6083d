import { type AnyBinding, Binding, isStepsBinding, type Step, type StepsBinding } from '@bindery/model'

/** Each step as the binding that it would be alone, with a parameter where a value comes from another one. */
export function stepsAlone(binding: AnyBinding): readonly Binding[] {
  return isStepsBinding(binding) ? binding.steps.map((step) => aloneOf(step, binding)) : [binding]
}

const given = 'found_by_a_step'

function aloneOf(
  { id, operation, inputs, inputObjectMap, where, orderBy, rows, sqlWrite }: Step,
  { steps: _steps, ...whole }: StepsBinding,
): Binding {
  const named = <Entry extends { readonly from?: string | undefined }>(entry: Entry) => {
    const { from, ...rest } = entry
    return from === undefined ? rest : { ...rest, param: given }
  }
  const projection = whole.projection.flatMap((entry) => {
    const path = String(entry.path)
    if (path !== id && !path.startsWith(`${id}.`)) return []
    const own = path.slice(id.length + 1)
    // The record that is taken is a row of the list, which opens by itself here.
    const above = rows === undefined || rows === '$' ? '' : `${String(rows)}.`
    return [{ ...entry, path: `${above}${own}` || '$' }]
  })
  const said = JSON.stringify(projection)
  return Binding.parse({
    ...whole,
    operation,
    orderBy,
    rows,
    inputs: inputs.map(named),
    inputObjectMap: inputObjectMap.map(named),
    where: where?.map((entry) => ('anyOf' in entry ? { anyOf: entry.anyOf.map(named) } : named(entry))),
    sqlWrite: sqlWrite && {
      ...sqlWrite,
      columns: sqlWrite.columns.map(named),
      keys: sqlWrite.keys?.map(named),
    },
    projection,
    allowSensitive: whole.allowSensitive.filter((name) => said.includes(`"${name}"`)),
  })
}
