import {
  Binding,
  type BindingInputDocument,
  type Field,
  isWritable,
  type ObjectType,
  type Operation,
  type Issue,
} from '@bindery/model'

type Inputs = NonNullable<BindingInputDocument['inputs']>
type Projection = NonNullable<BindingInputDocument['projection']>
type Find = (name: string) => ObjectType | undefined

const mostOutputs = 40
const mostRows = 20

/**
 * A disabled binding of a whole tool, as a start for an operator: every argument is a parameter of its own name, and what
 * the tool answers is projected as far as it is flat and harmless.
 */
export function draftBinding(operation: Operation, toolName: string, find: Find): Binding {
  const { description = operation.title } = operation
  return Binding.parse({
    operation: operation.name,
    toolName: toolName.slice(0, 120),
    ...(description === undefined ? {} : { description: description.slice(0, 1_000).toWellFormed() }),
    inputs: inputsOf(operation),
    projection: projectionOf(operation, find),
    enabled: false,
  })
}

/**
 * The binding without the optional inputs and the outputs that the compiler refuses; undefined when something that it
 * needs is refused.
 */
export function withoutRefused(
  binding: Binding,
  issues: readonly Issue[],
  operation: Operation,
): Binding | undefined {
  const required = new Set(operation.arguments.filter((one) => one.required).map(({ name }) => name))
  const refused = (list: string): ReadonlySet<unknown> =>
    new Set(
      issues
        .filter((issue) => issue.severity === 'error' && issue.path[0] === list)
        .map((issue) => issue.path[1]),
    )
  const [inputs, projection] = [refused('inputs'), refused('projection')]
  if (inputs.size + projection.size === 0) return undefined
  if (binding.inputs.some(({ argument }, at) => inputs.has(at) && required.has(argument))) return undefined
  return {
    ...binding,
    inputs: binding.inputs.filter((_, at) => !inputs.has(at)),
    projection: binding.projection.filter((_, at) => !projection.has(at)),
  }
}

function inputsOf(operation: Operation): Inputs {
  const names = new Names()
  return operation.arguments.slice(0, 60).map(({ name, description }) => ({
    param: names.take(name),
    argument: name,
    ...(description === undefined ? {} : { description: description.slice(0, 1_000).toWellFormed() }),
  }))
}

function projectionOf({ returns }: Operation, find: Find): Projection {
  const names = new Names()
  const root = returns?.type.kind === 'object' ? find(returns.type.name) : undefined
  const entries = (root?.fields ?? []).flatMap((field): Projection => {
    if (isFlat(field)) return [{ path: [field.name], leaf: names.take(field.name) }]
    const { type } = field
    const rows = type.kind === 'list' && type.items.kind === 'object' ? find(type.items.name) : undefined
    if (rows !== undefined) return rowsOf(field, rows, names)
    const inner = type.kind === 'object' ? find(type.name) : undefined
    return (inner?.fields ?? [])
      .filter(isFlat)
      .map(({ name }) => ({ path: [field.name, name], leaf: names.take(`${field.name}_${name}`) }))
  })
  return entries.slice(0, mostOutputs)
}

function rowsOf(field: Field, rows: ObjectType, names: Names): Projection {
  const own = new Names()
  const fields = rows.fields
    .filter(isFlat)
    .slice(0, mostOutputs)
    .map(({ name }) => ({ path: [name], leaf: own.take(name) }))
  return fields.length === 0
    ? []
    : [{ path: [field.name], leaf: names.take(field.name), max: mostRows, fields }]
}

/** A value that anybody may see. */
const isFlat = ({ type, sensitivity, isErrorChannel }: Field): boolean =>
  (type.kind === 'scalar' || type.kind === 'enum') && isWritable(sensitivity) && isErrorChannel !== true

/** Snake-case names, each once. */
class Names {
  readonly #taken = new Set<string>()

  take(text: string): string {
    const words = text
      .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .filter((word) => word !== '')
      .join('_')
    const name = (/^[a-z]/.test(words) ? words : `value_${words}`).slice(0, 60).replace(/_+$/, '')
    const free = [name, ...Array.from({ length: 99 }, (_, at) => `${name}_${at + 2}`)].find(
      (candidate) => !this.#taken.has(candidate),
    )
    this.#taken.add(free ?? name)
    return free ?? name
  }
}
