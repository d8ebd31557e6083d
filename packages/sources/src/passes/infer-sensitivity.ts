import {
  type Argument,
  type Field,
  type ObjectType,
  type SchemaCatalog,
  type SensitivityClass,
  sensitivityOf,
  stricter,
} from '@bindery/model'

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

const classifyObject = (object: ObjectType): ObjectType => markNumbers(object, classifyAll(object.fields))

/** The `number` of a card or an account is its number. */
function markNumbers(object: ObjectType, fields: ObjectType['fields']): ObjectType {
  const marked = isAccount.test(object.name.slice(-20))
    ? fields.map((field) => classifyNumber(object.name, field))
    : fields
  return marked === object.fields ? object : { ...object, fields: marked }
}

/** The class of a field of an object, by all that is known of names. */
export const classInOwner = (owner: string, part: Parameters<typeof sensitivityOf>[0]): SensitivityClass =>
  isNumberOf(owner, part.name) ? 'financial' : sensitivityOf(part)

const isNumberOf = (owner: string, name: string): boolean =>
  isAccount.test(owner.slice(-20)) && name.toLowerCase() === 'number'

const isAccount = /(?:credit|debit|payment)[_ .-]?card$|bank[_ .-]?account$/i

const classifyNumber = (owner: string, field: Field): Field =>
  isNumberOf(owner, field.name) ? { ...field, sensitivity: stricter(field.sensitivity, 'financial') } : field

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
