import type { Argument, Field, ObjectType, SchemaCatalog, SensitivityClass } from '@bindery/model'
import { sensitivityOf } from './sensitivity-of.ts'

/** Gives every field and argument the class that its name, type and description suggest. Never lowers one. */
export function inferSensitivity(catalog: SchemaCatalog): SchemaCatalog {
  return {
    ...catalog,
    objects: catalog.objects.map(classifyObject),
    operations: catalog.operations.map((operation) => {
      const parts = classifyAll(operation.arguments)
      return parts === operation.arguments ? operation : { ...operation, arguments: parts }
    }),
  }
}

/** What only the name of a whole object tells, for sources that class each part as they lift it. */
export function inferAccountNumbers(catalog: SchemaCatalog): SchemaCatalog {
  return { ...catalog, objects: catalog.objects.map((object) => markNumbers(object, object.fields)) }
}

const classifyObject = (object: ObjectType): ObjectType => markNumbers(object, classifyAll(object.fields))

function markNumbers(object: ObjectType, fields: ObjectType['fields']): ObjectType {
  const marked = isAccount.test(object.name.slice(-20)) ? fields.map(classifyNumber) : fields
  return marked === object.fields ? object : { ...object, fields: marked }
}

const isAccount = /(?:credit|debit|payment)[_ .-]?card$|bank[_ .-]?account$/i

/** The `number` of a card or an account is its number. */
function classifyNumber(field: Field): Field {
  return field.name.toLowerCase() === 'number' ? { ...field, sensitivity: 'financial' } : field
}

/** The same list when nothing in it changes. */
function classifyAll<T extends Field | Argument>(parts: readonly T[]): readonly T[] {
  let changed: T[] | undefined
  for (let index = 0; index < parts.length; index += 1) {
    const part = parts[index]
    if (part === undefined) continue
    const found: SensitivityClass = part.sensitivity === 'none' ? sensitivityOf(part) : part.sensitivity
    if (found === part.sensitivity) continue
    changed ??= [...parts]
    changed[index] = { ...part, sensitivity: found }
  }
  return changed ?? parts
}
