import type { Argument, Field, Json, ObjectType, TypeRef } from '@bindery/model'
import { lowerError } from './lower-error.ts'

/** What is asked of one value: fields of its own, and fields of the object types that it may be. */
export class Selection {
  readonly fields = new Map<string, SelectedField>()
  readonly fragments = new Map<string, Selection>()

  /** The field of an object, added when it is new. */
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
  readonly selection = new Selection()
  readonly #object: ObjectType
  /** Variables of the document, by the argument that they stand in. */
  readonly #given = new Map<string, string>()
  #size = 0

  constructor(object: ObjectType, field: Field) {
    this.name = field.name
    this.field = field
    this.#object = object
  }

  /** The argument that says how many items come back, when there is one that no variable stands in. */
  get sizeArgument(): string | undefined {
    return this.givenSize === undefined ? sizeArgumentOf(this.field) : undefined
  }

  /** The argument that says how many items come back, when a variable stands in it. */
  get givenSize(): string | undefined {
    return this.field.arguments?.find(
      (argument) => this.#given.has(argument.name) && isSizeArgument(argument),
    )?.name
  }

  /** Whether its items are counted from the end. */
  get isBackward(): boolean {
    return (this.givenSize ?? this.sizeArgument) === 'last'
  }

  /** Most items that any output needs; 0 when none looks at the items. */
  get size(): number {
    return this.#size
  }

  /** Makes room for that many items. */
  need(items: number): void {
    this.#size = Math.max(this.#size, items)
  }

  /** Has a variable of the document stand in an argument. */
  give(argument: string, variable: string): void {
    this.#given.set(argument, variable)
  }

  /** What stands in its parentheses, by argument. Throws when it cannot be asked for without further arguments. */
  given(): ReadonlyMap<string, string> {
    const { sizeArgument } = this
    const missing = this.field.arguments?.find(
      ({ name, required }) => required && name !== sizeArgument && !this.#given.has(name),
    )
    if (missing !== undefined) {
      throw lowerError(
        `"${this.#object.name}.${this.name}" needs the argument "${missing.name}": fill it by an entry of "inputs" whose argument is the way to the field and this name.`,
      )
    }
    return this.#given
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
