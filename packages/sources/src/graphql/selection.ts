import type { Argument, Field, Json, ObjectType, TypeRef } from '@bindery/model'
import { lowerError } from './lower-error.ts'

/** What is asked of one value: fields of its own, and fields of the object types that it may be. */
export class Selection {
  readonly fields = new Map<string, SelectedField>()
  readonly fragments = new Map<string, Selection>()

  /** The field of an object, added when it is new. Throws when it cannot be asked for without further arguments. */
  add(object: ObjectType, field: Field): SelectedField {
    const known = this.fields.get(field.name)
    if (known !== undefined) return known
    const added = new SelectedField(object, field)
    this.fields.set(field.name, added)
    return added
  }

  /** What is asked for when the value is of that object type. */
  on(object: string): Selection {
    const known = this.fragments.get(object) ?? new Selection()
    this.fragments.set(object, known)
    return known
  }
}

/** One field that is asked for, how many items of it, and what of each. */
export class SelectedField {
  readonly name: string
  readonly field: Field
  /** The argument that says how many items come back, when there is one. */
  readonly sizeArgument: string | undefined
  readonly selection = new Selection()
  #size = 0

  constructor(object: ObjectType, field: Field) {
    this.name = field.name
    this.field = field
    this.sizeArgument = sizeArgumentOf(field)
    const missing = field.arguments?.find(({ name, required }) => required && name !== this.sizeArgument)
    if (missing === undefined) return
    throw lowerError(
      `"${object.name}.${field.name}" needs the argument "${missing.name}", which a path cannot give.`,
    )
  }

  /** Most items that any output needs; 0 when none looks at the items. */
  get size(): number {
    return this.#size
  }

  /** Makes room for that many items. */
  need(items: number): void {
    this.#size = Math.max(this.#size, items)
  }
}

const sizeNames = ['first', 'last', 'limit', 'take', 'pageSize', 'perPage']

/** A list whose size has a default is cut there, without a page that would say so, if nobody asks for more. */
export const isCutByDefault = (byDefault: Json | undefined, type: TypeRef | undefined): boolean =>
  typeof byDefault === 'number' && type?.kind === 'list'

/** Whether an argument says how many items of a list come back. */
export const isSizeArgument = ({ name, type }: Pick<Argument, 'name' | 'type'>): boolean =>
  sizeNames.includes(name) && type.kind === 'scalar' && type.scalar === 'integer'

/** Providers count pages by `first` on connections, and on some by an argument that must be given. */
function sizeArgumentOf(field: Field): string | undefined {
  const counts = (field.arguments ?? []).filter(
    ({ name, type, role, required, default: byDefault }) =>
      isSizeArgument({ name, type }) &&
      (required || role === 'pagination' || isCutByDefault(byDefault, field.type)),
  )
  return (
    counts.find(({ required }) => required)?.name ??
    counts.find(({ name }) => name === 'first')?.name ??
    counts[0]?.name
  )
}
