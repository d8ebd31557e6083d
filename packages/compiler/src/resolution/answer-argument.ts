import { type Field, nearestNames, parseFieldPath, type TypeRef } from '@bindery/model'
import { isTypeBlocked } from './catalog-view.ts'
import type { TargetArena, TargetResolution } from './target.ts'
import { stepInto } from './step-into.ts'

/** The place of an argument that a field within the answer takes (GraphQL): what is given there shapes what comes back. */
export const answerPlace = 'answer'

/**
 * Finds an argument of a field of the answer by the way to the field and its own name: `customer.orders.first`. Lists on the way
 * are looked through. Undefined where the way leads to no single field that takes arguments.
 */
export function findAnswerArgument(name: string, arena: TargetArena): TargetResolution | undefined {
  const names = namesIn(name)
  const last = names.at(-1)
  const found = names.length < 2 ? undefined : walk(names.slice(0, -1), arena)
  if (found === undefined || last === undefined) return undefined
  if (found === 'blocked') return { status: 'blocked' }
  const taken = found.arguments ?? []
  const argument = taken.find((candidate) => candidate.name === last)
  if (argument === undefined) {
    const near = nearestNames(
      last,
      taken.map((each) => each.name),
    )
    return taken.length === 0
      ? undefined
      : { status: 'unknown', suggestions: near.map((each) => [...names.slice(0, -1), each].join('.')) }
  }
  if (isTypeBlocked(argument.type, arena.view)) return { status: 'blocked' }
  const own = { ...argument, name, place: answerPlace }
  return { status: 'found', target: { ...own, path: [name], argument: own, fields: [], isReadOnly: false } }
}

function walk(names: readonly string[], { operation, view }: TargetArena): Field | 'blocked' | undefined {
  let type = operation.returns?.type
  let at: Field | undefined
  for (const name of names) {
    const step = type === undefined ? undefined : stepInto(itemOf(type), name, view)
    if (step?.status === 'blocked') return 'blocked'
    if (step?.status !== 'found') return undefined
    const [entry, second] = step.fields
    if (entry === undefined || second !== undefined) return undefined
    at = entry.field
    type = step.value.type
  }
  return at
}

const itemOf = (type: TypeRef): TypeRef => (type.kind === 'list' ? itemOf(type.items) : type)

/** The names of a path of fields alone; none for any other text. */
function namesIn(text: string): readonly string[] {
  const parsed = parseFieldPath(text)
  if (!parsed.ok) return []
  const names = parsed.value.flatMap((step) => (step.kind === 'field' ? [step.name] : []))
  return names.length === parsed.value.length ? names : []
}
