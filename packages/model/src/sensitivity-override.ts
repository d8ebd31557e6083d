import type { Argument, Field, ObjectType, Operation } from './catalog.ts'
import { type SensitivityClass, stricter } from './sensitivity.ts'

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

/**
 * Columns of a table are arguments of its operations too, so a class set on the column holds for both. What shows a field
 * that was made stricter is as strict, unless somebody set its own class.
 */
export function overrideSensitivity(overrides: readonly SensitivityOverride[]): SensitivityView {
  if (overrides.length === 0) return { object: (object) => object, operation: (operation) => operation }
  const classes = new Map(overrides.map((entry) => [keyOf(entry), entry.sensitivity]))
  const ofField = (object: string, field: string) => classes.get(JSON.stringify(['field', object, field]))
  const withShown = <Part extends Field | Argument>(part: Part): Part => {
    const found = (part.shows ?? []).reduce(
      (so, { object, field }) => stricter(so, ofField(object, field) ?? so),
      part.sensitivity,
    )
    return found === part.sensitivity ? part : { ...part, sensitivity: found }
  }
  const withOwn = <Part extends Field | Argument>(part: Part, own: SensitivityClass | undefined): Part =>
    own === undefined ? withShown(part) : { ...part, sensitivity: own }
  return {
    object: (object) => {
      const fields = mapChanged(object.fields, (field) => withOwn(field, ofField(object.name, field.name)))
      return fields === object.fields ? object : { ...object, fields }
    },
    operation: (operation) => {
      const { name, object = '' } = operation
      const all = mapChanged(operation.arguments, (argument) => {
        const own = classes.get(JSON.stringify(['argument', name, argument.name]))
        return withOwn(
          argument,
          own ?? (argument.place === 'column' ? ofField(object, argument.name) : undefined),
        )
      })
      return all === operation.arguments ? operation : { ...operation, arguments: all }
    },
  }
}

/** The same list where no item becomes another one. */
function mapChanged<Item>(items: readonly Item[], change: (item: Item) => Item): readonly Item[] {
  const changed = items.map(change)
  return changed.every((item, at) => item === items[at]) ? items : changed
}

function keyOf(entry: SensitivityOverride): string {
  return entry.on === 'field'
    ? JSON.stringify(['field', entry.object, entry.field])
    : JSON.stringify(['argument', entry.operation, entry.argument])
}
