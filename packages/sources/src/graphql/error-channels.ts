import type { FieldPart, TypePart } from './schema-parts.ts'
import type { TypeTable } from './type-table.ts'

/** A field of a payload that lists what the provider refused, and what is asked of each entry. */
export interface ErrorChannel {
  readonly field: string
  readonly select: readonly string[]
}

const channelName = /^(?:\w*[a-z]_?)?errors?$/i
/** Asked for when they are there, so that a request shows what failed to who looks at the provider's log. */
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
    return members.length > 0 && members.every(hasMessage) ? ['__typename'] : undefined
  }
  if (!hasMessage(entry)) return undefined
  return entry.fields
    .filter((field) => asked.includes(field.name) && isLeaf(field, table))
    .map((field) => field.name)
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
