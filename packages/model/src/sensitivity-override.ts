import type { ObjectType, Operation } from './catalog.ts'
import type { SensitivityClass } from './sensitivity.ts'

/** A class that an operator set in place of the inferred one. */
export type SensitivityOverride =
  | {
      readonly on: 'field'
      readonly object: string
      readonly field: string
      readonly sensitivity: SensitivityClass
      readonly reason?: string | undefined
    }
  | {
      readonly on: 'argument'
      readonly operation: string
      readonly argument: string
      readonly sensitivity: SensitivityClass
      readonly reason?: string | undefined
    }

/** Catalog parts as operators classified them; parts without an override come back as they are. */
export interface SensitivityView {
  readonly object: (object: ObjectType) => ObjectType
  readonly operation: (operation: Operation) => Operation
}

/** Columns of a table are arguments of its operations too, so a class set on the column holds for both. */
export function overrideSensitivity(overrides: readonly SensitivityOverride[]): SensitivityView {
  const classes = new Map(overrides.map((entry) => [keyOf(entry), entry.sensitivity]))
  const objects = new Set(overrides.flatMap((entry) => (entry.on === 'field' ? [entry.object] : [])))
  const operations = new Set(overrides.flatMap((entry) => (entry.on === 'argument' ? [entry.operation] : [])))
  const ofField = (object: string, field: string) => classes.get(JSON.stringify(['field', object, field]))
  return {
    object: (object) =>
      objects.has(object.name)
        ? {
            ...object,
            fields: object.fields.map((field) => {
              const sensitivity = ofField(object.name, field.name)
              return sensitivity === undefined ? field : { ...field, sensitivity }
            }),
          }
        : object,
    operation: (operation) => {
      const { object = '' } = operation
      if (!operations.has(operation.name) && !objects.has(object)) return operation
      return {
        ...operation,
        arguments: operation.arguments.map((argument) => {
          const own = classes.get(JSON.stringify(['argument', operation.name, argument.name]))
          const column = argument.place === 'column' ? ofField(object, argument.name) : undefined
          const sensitivity = own ?? column
          return sensitivity === undefined ? argument : { ...argument, sensitivity }
        }),
      }
    },
  }
}

function keyOf(entry: SensitivityOverride): string {
  return entry.on === 'field'
    ? JSON.stringify(['field', entry.object, entry.field])
    : JSON.stringify(['argument', entry.operation, entry.argument])
}
