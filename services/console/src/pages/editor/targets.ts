import type { Field, Operation } from '@bindery/client'
import type { Target } from './source.ts'

/** A field of the input object, with its path from the object. */
export interface InputField {
  readonly path: string
  readonly field: Field
}

/** Everything of an operation that can get a value: required first, else as the provider lists it. */
export function targetsOf(operation: Operation, fields: readonly InputField[]): Target[] {
  const targets = [
    ...operation.arguments
      .filter((argument) => isAsked(argument, operation))
      .map((argument) => ofArgument(argument, operation, fields)),
    ...(operation.inputArgument === undefined ? [] : fields.map(ofField)),
  ]
  const twins = new Set(
    targets
      .filter(({ name, slot }) => targets.some((other) => other.name === name && other.slot !== slot))
      .map(({ name }) => name),
  )
  return targets
    .map((target) => (twins.has(target.name) ? { ...target, isTwin: true } : target))
    .toSorted((a, b) => Number(b.required) - Number(a.required))
}

type Argument = Operation['arguments'][number]

/** The input object is asked for by its fields; pages and idempotency keys are ours to fill. */
const isAsked = ({ name, role }: Argument, { inputArgument }: Operation): boolean =>
  name !== inputArgument && role === undefined

function ofArgument(argument: Argument, { name }: Operation, fields: readonly InputField[]): Target {
  return {
    ...argument,
    sensitivity: argument.sensitivityClass,
    slot: argument.place === 'column' ? slotOfColumn(argument.name, name, fields) : 'argument',
  }
}

/** A column is searched by, written, or names the row that is written. */
function slotOfColumn(column: string, operation: string, fields: readonly InputField[]): Target['slot'] {
  if (operation.endsWith('.find')) return 'search'
  if (operation.endsWith('.aggregate')) return 'argument'
  const isKey = fields.some(({ path, field }) => path === column && field.isKey)
  return operation.endsWith('.update') && isKey ? 'key' : 'write'
}

const ofField = ({ path, field }: InputField): Target => ({
  name: path,
  type: field.type,
  jsonType: field.jsonType,
  required: field.required && !path.includes('.'),
  place: 'body',
  ...(field.description !== undefined && { description: field.description }),
  ...(field.allowedValues !== undefined && { allowedValues: field.allowedValues }),
  sensitivity: field.sensitivityClass,
  slot: 'field',
})
