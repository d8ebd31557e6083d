import type { SelectedField, Selection } from './selection.ts'

/** One selection set as text, with the response names that had to be changed and what it costs. */
export interface WrittenSelection {
  /** With its braces; empty for values without fields. */
  readonly text: string
  readonly aliases: readonly Alias[]
  /** Fields that a server resolves, counted once per item. */
  readonly cost: number
}

/** A response name that stands for a field whose own name is taken by a field of another type beside it. */
export interface Alias {
  readonly alias: string
  readonly name: string
}

/** Largest page that is asked for: many providers refuse more. */
const maxPage = 100
/** Items of a list without a size argument, for the estimate. */
const unsizedItems = 10

/** Writes what is asked of `items` values, in alphabetical order; the same selection gives the same text. */
export function writeSelection(selection: Selection, items: number): WrittenSelection {
  const writer = new SelectionWriter()
  const text = writer.write(selection, { items, isPaged: items > 1 })
  return { text, aliases: writer.aliases, cost: writer.cost }
}

/** How many items are asked for when outputs need that many. */
export const pageSize = (items: number): number => Math.min(Math.max(items, 1), maxPage)

class SelectionWriter {
  readonly aliases: Alias[] = []
  cost = 0

  /** `isPaged`: lists right here hold the items that were counted by the page above them. */
  write(
    selection: Selection,
    { items, isPaged }: { readonly items: number; readonly isPaged: boolean },
  ): string {
    const types = new Map<string, string>()
    const parts = sorted(selection.fields).map(([, field]) =>
      this.#writeField(field, { items, isPaged, types, on: '' }),
    )
    const fragments = sorted(selection.fragments).filter(([, fragment]) => fragment.fields.size > 0)
    if (fragments.length > 0) parts.unshift('__typename')
    for (const [on, fragment] of fragments) {
      const inner = sorted(fragment.fields).map(([, field]) =>
        this.#writeField(field, { items, isPaged, types, on }),
      )
      parts.push(`... on ${on} { ${inner.join(' ')} }`)
    }
    return `{ ${parts.length === 0 ? '__typename' : parts.join(' ')} }`
  }

  #writeField(selected: SelectedField, place: Place): string {
    const { name, field } = selected
    this.cost += place.items
    const size = selected.sizeArgument === undefined ? undefined : pageSize(selected.size)
    const head = `${this.#responseName(selected, place)}${name}${argumentsOf(selected, size)}`
    if (!hasFields(field.type)) return head
    const each = size ?? (field.type.kind === 'list' && !place.isPaged ? unsizedItems : 1)
    return `${head} ${this.write(selected.selection, { items: place.items * each, isPaged: size !== undefined })}`
  }

  /** Fields of one name must have one type wherever they meet (GraphQL, 5.3.2); others get a name of their own. */
  #responseName({ name, field }: SelectedField, { types, on }: Place): string {
    const type = JSON.stringify([field.type, field.nullable])
    const known = types.get(name)
    if (known === undefined || known === type) {
      types.set(name, type)
      return ''
    }
    const alias = `${name}_on_${on}`
    this.aliases.push({ alias, name })
    return `${alias}: `
  }
}

function argumentsOf(selected: SelectedField, size: number | undefined): string {
  const { sizeArgument } = selected
  const given = [...selected.given()].map(([name, variable]) => `${name}: $${variable}`)
  const all = sizeArgument === undefined ? given : [...given, `${sizeArgument}: ${size}`]
  return all.length === 0 ? '' : `(${all.sort().join(', ')})`
}

interface Place {
  readonly items: number
  readonly types: Map<string, string>
  readonly on: string
  readonly isPaged: boolean
}

function hasFields(type: SelectedField['field']['type']): boolean {
  if (type.kind === 'list') return hasFields(type.items)
  return type.kind === 'object' || type.kind === 'union'
}

const sorted = <T>(entries: ReadonlyMap<string, T>): [string, T][] =>
  [...entries].sort(([a], [b]) => (a < b ? -1 : 1))
