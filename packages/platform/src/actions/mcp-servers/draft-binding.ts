import {
  Binding,
  type BindingInputDocument,
  type Issue,
  type ObjectType,
  type Operation,
  shortName,
} from '@bindery/model'
import { draftProjection } from './draft-projection.ts'
import { LeafNames } from './leaf-names.ts'

type Inputs = NonNullable<BindingInputDocument['inputs']>

/** Most parameters of a binding, and most characters of a tool name. */
const mostInputs = 60
const longestToolName = 120

export interface DraftBinding {
  readonly binding: Binding
  /** Arguments and parts of the answer that the binding has no place for, by name. */
  readonly leftOut: readonly string[]
}

/**
 * A disabled binding of a whole tool, as a start for an operator: every argument is a parameter of its own name, and all
 * that the tool answers is projected as far as anybody may see it.
 */
export function draftBinding(
  operation: Operation,
  find: (name: string) => ObjectType | undefined,
): DraftBinding {
  const { description = operation.title } = operation
  const { projection, leftOut } = draftProjection(operation.returns, find)
  const binding = Binding.parse({
    operation: operation.name,
    toolName: shortName(operation.name, longestToolName),
    ...(description === undefined ? {} : { description: description.slice(0, 1_000).toWellFormed() }),
    inputs: inputsOf(operation),
    projection,
    enabled: false,
  })
  return { binding, leftOut: [...operation.arguments.slice(mostInputs).map(({ name }) => name), ...leftOut] }
}

/**
 * The draft without the optional inputs and the outputs that the compiler refuses, and with half as many rows where an
 * answer costs too much (a run says which rows it left out); undefined when something that it needs is refused.
 */
export function withoutRefused(
  { binding, leftOut }: DraftBinding,
  issues: readonly Issue[],
  operation: Operation,
): DraftBinding | undefined {
  const required = new Set(operation.arguments.filter((one) => one.required).map(({ name }) => name))
  const refused = (list: string): ReadonlySet<unknown> =>
    new Set(
      issues
        .filter((issue) => issue.severity === 'error' && issue.path[0] === list)
        .map((issue) => issue.path[1]),
    )
  if (issues.some(({ code, severity }) => code === 'budget_response' && severity === 'error'))
    return { binding: { ...binding, projection: binding.projection.map(withHalf) }, leftOut }
  const [inputs, projection] = [refused('inputs'), refused('projection')]
  if (inputs.size + projection.size === 0) return undefined
  if (binding.inputs.some(({ argument }, at) => inputs.has(at) && required.has(argument))) return undefined
  const kept = {
    ...binding,
    inputs: binding.inputs.filter((_, at) => !inputs.has(at)),
    projection: binding.projection.filter((_, at) => !projection.has(at)),
  }
  const lost = [
    ...binding.inputs.filter((_, at) => inputs.has(at)).map(({ argument }) => argument),
    ...binding.projection.filter((_, at) => projection.has(at)).map(({ leaf }) => leaf),
  ]
  return { binding: kept, leftOut: [...leftOut, ...lost] }
}

const withHalf = (entry: Binding['projection'][number]): Binding['projection'][number] =>
  entry.max === undefined ? entry : { ...entry, max: Math.ceil(entry.max / 2) }

function inputsOf(operation: Operation): Inputs {
  const names = new LeafNames()
  return operation.arguments.slice(0, mostInputs).map(({ name, description }) => ({
    param: names.take(name),
    argument: name,
    ...(description === undefined ? {} : { description: description.slice(0, 1_000).toWellFormed() }),
  }))
}
