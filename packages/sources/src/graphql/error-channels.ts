import type { FieldPart, TypePart } from './schema-parts.ts'
import type { TypeTable } from './type-table.ts'

/** A field of a payload that lists what the provider refused, and what is asked of each entry. */
export interface ErrorChannel {
  readonly field: string
  readonly select: readonly string[]
}

const channelName = /^(?:\w*[a-z]_?)?errors?$/i
/** Asked for when they are there: what a model needs to correct its call. */
const asked = ['code', 'field', 'message']

/** The error channels of what a mutation answers: fields named as errors that hold objects with a message. */
export function errorChannelsOf(payload: TypePart | undefined, table: TypeTable): readonly ErrorChannel[] {
  if (payload?.kind !== 'OBJECT' && payload?.kind !== 'INTERFACE') return []
  return payload.fields.flatMap((field) => {
    if (!channelName.test(field.name) || field.arguments.some(isRequired)) return []
    const entry = table.baseOf(field.type)
    const select = entry === undefined ? undefined : selectionOf(entry, table)
    return select === undefined ? [] : [{ field: field.name, select }]
  })
}

/** Undefined when the entries hold no message and so are no errors. */
function selectionOf(entry: TypePart, table: TypeTable): readonly string[] | undefined {
  if (entry.kind === 'UNION') {
    const members = table.possibleTypes(entry).map((name) => table.find(name))
    if (members.length === 0 || !members.every(hasMessage)) return undefined
    return ['__typename', ...fragmentsOf(members, table)]
  }
  return hasMessage(entry) ? askedOf(entry, table) : undefined
}

const askedOf = (entry: TypePart, table: TypeTable): readonly string[] =>
  'fields' in entry
    ? entry.fields
        .filter((field) => asked.includes(field.name) && isLeaf(field, table))
        .map((field) => field.name)
    : []

/** What the members of a union of errors say. Fields of one name must have one type wherever they meet (GraphQL, 5.3.2). */
function fragmentsOf(members: readonly (TypePart | undefined)[], table: TypeTable): readonly string[] {
  const known = members.flatMap((member) => (member !== undefined && 'fields' in member ? [member] : []))
  const typesOf = (name: string): ReadonlySet<string | undefined> =>
    new Set(
      known.flatMap(({ fields }) => fields.filter((field) => field.name === name).map(({ type }) => type)),
    )
  const shared = new Set(asked.filter((name) => typesOf(name).size === 1))
  return known.flatMap((member) => {
    const fields = askedOf(member, table).filter((name) => shared.has(name))
    return fields.length === 0 ? [] : [`... on ${member.name} { ${fields.join(' ')} }`]
  })
}

const hasMessage = (part: TypePart | undefined): boolean =>
  part !== undefined &&
  (part.kind === 'OBJECT' || part.kind === 'INTERFACE') &&
  part.fields.some((field) => field.name === 'message')

function isLeaf(field: FieldPart, table: TypeTable): boolean {
  const kind = table.baseOf(field.type)?.kind
  return (kind === undefined || kind === 'SCALAR' || kind === 'ENUM') && !field.arguments.some(isRequired)
}

const isRequired = (argument: FieldPart['arguments'][number]): boolean =>
  argument.type?.endsWith('!') === true && argument.default === undefined
