import {
  type Binding,
  type FieldPath,
  type Operation,
  parsePointer,
} from '../../../packages/model/src/index.ts'

/** An operation in the form of the labels: `GET /users/{id}`, `query user`, `select users`. */
export function labelOf(operation: Operation): string {
  const [document, place] = parsePointer(operation.provenance.replace(/^[^#]*#/, ''))?.slice(-3) ?? []
  const method = operation.provenance.split('/').at(-1) ?? ''
  if (document === 'paths' && place !== undefined) return `${method.toUpperCase()} ${place}`
  const table = /^(.*)\.(find|insert|update)$/.exec(operation.name)
  if (table !== null) return `${table[2] === 'find' ? 'select' : (table[2] ?? '')} ${table[1] ?? ''}`
  return `${operation.groups.includes('mutation') ? 'mutation' : 'query'} ${operation.name}`
}

/** Paths of the parameters' places in a binding, in the form of the labels without `[]`. */
export function argumentLabels(binding: Binding, operation: Operation): ReadonlyMap<string, string> {
  const labels = new Map<string, string>()
  for (const { param, argument } of binding.inputs) labels.set(param, argumentLabel(argument, operation))
  for (const { param, field } of binding.inputObjectMap)
    if (param !== undefined) labels.set(param, argumentLabel(field, operation))
  const { sqlSearch, sqlWrite } = binding
  if (sqlSearch !== undefined) labels.set(sqlSearch.filter.param, `where.${sqlSearch.filter.column}`)
  for (const { column, param } of sqlWrite?.columns ?? [])
    if (param !== undefined) labels.set(param, `set.${column}`)
  if (sqlWrite?.keyColumn !== undefined && sqlWrite.keyParam !== undefined)
    labels.set(sqlWrite.keyParam, `where.${sqlWrite.keyColumn}`)
  return labels
}

function argumentLabel(target: string, { arguments: all, inputArgument }: Operation): string {
  const argument = all.find(({ name }) => name === target)
  if (argument !== undefined) return `${argument.place === 'argument' ? 'arg' : argument.place}.${target}`
  const input = all.find(({ name }) => name === inputArgument)
  const prefix = `${inputArgument ?? 'body'}.`
  const inner = target.startsWith(prefix) ? target.slice(prefix.length) : target
  return input?.place === 'argument' ? `arg.${prefix}${inner}` : `body.${inner}`
}

/** Paths of the outputs of a binding, in the form of the labels without `[]`. */
export function outputLabels(binding: Binding): ReadonlyMap<string, string> {
  const labels = new Map<string, string>()
  for (const { path, leaf, fields } of binding.projection) {
    if (fields === undefined) labels.set(leaf, plainPath(path))
    for (const field of fields ?? [])
      labels.set(field.leaf, [plainPath(path), plainPath(field.path)].filter((part) => part !== '').join('.'))
  }
  return labels
}

const plainPath = (path: FieldPath): string =>
  (typeof path === 'string' ? path : path.join('.')).replace(/^\$\.?/, '').replaceAll(/\[\d*\]|`/g, '')

/** A label as it is compared: lists are not marked in bindings. */
export const plainLabel = (label: string): string => label.replaceAll('[]', '').replace(/^\./, '')
