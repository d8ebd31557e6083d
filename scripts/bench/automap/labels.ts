import {
  type Binding,
  type FieldPath,
  type Operation,
  parameterUses,
  type ParameterUse,
} from '../../../packages/model/src/index.ts'
import { foldColumn } from './operation-label.ts'

export { labelOf } from './operation-label.ts'

/** Places of the parameters in a binding, as `plainLabel` writes them. */
export function argumentLabels(binding: Binding, operation: Operation): ReadonlyMap<string, string> {
  return new Map(
    parameterUses(binding).map(({ param, how, place }) => [
      param,
      plainLabel(useLabel(how, place, operation)),
    ]),
  )
}

function useLabel(how: ParameterUse['how'], place: string, operation: Operation): string {
  switch (how) {
    case 'argument':
    case 'field':
      return argumentLabel(place, operation)
    case 'condition':
    case 'filter':
    case 'key':
      return `where.${place}`
    case 'column':
      return `set.${place}`
  }
}

/** `query.status`, `body.customer.email`, `arg.input.topic`. */
export function argumentLabel(target: string, { arguments: all, inputArgument }: Operation): string {
  const argument = all.find(({ name }) => name === target)
  if (argument !== undefined) return `${argument.place === 'argument' ? 'arg' : argument.place}.${target}`
  const input = all.find(({ name }) => name === inputArgument)
  const prefix = `${inputArgument ?? 'body'}.`
  const inner = target.startsWith(prefix) ? target.slice(prefix.length) : target
  return input?.place === 'argument' ? `arg.${prefix}${inner}` : `body.${inner}`
}

/** Paths of the outputs of a binding, as `plainLabel` writes them. */
export function outputLabels(binding: Binding): ReadonlyMap<string, string> {
  const labels = new Map<string, string>()
  for (const { path, leaf, fields } of binding.projection) {
    if (fields === undefined) labels.set(leaf, plainLabel(plainPath(path)))
    for (const field of fields ?? []) {
      const whole = [plainPath(path), plainPath(field.path)].filter((part) => part !== '').join('.')
      labels.set(field.leaf, plainLabel(whole))
    }
  }
  return labels
}

const plainPath = (path: FieldPath): string =>
  (typeof path === 'string' ? path : path.join('.')).replace(/^\$\.?/, '').replaceAll(/\[\d*\]|`/g, '')

/**
 * A label as it is compared: lists are not marked in bindings, columns may be quoted, headers have no case, and the two
 * forms of one list of a connection (`edges[].node`, `nodes[]`) are the same.
 */
export function plainLabel(label: string): string {
  const plain = label.replaceAll('[]', '').replace(/^\./, '')
  if (/^(?:where|set)\./.test(plain))
    return plain.replace(/\.(.+)$/, (_, column: string) => `.${foldColumn(column)}`)
  if (/^header\./i.test(plain)) return plain.toLowerCase()
  return plain.replaceAll(/(^|\.)edges\.node(?=\.|$)/g, '$1nodes')
}
