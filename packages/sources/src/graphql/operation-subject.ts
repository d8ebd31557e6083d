import { nameWords } from '@bindery/model'
import { connectionOf } from './connections.ts'
import type { FieldPart, TypePart } from './schema-parts.ts'
import type { TypeTable } from './type-table.ts'

/**
 * The object that an operation is about: the items of a connection, what a payload carries besides errors, else the
 * type of the answer. Of several things in a payload the one that the operation's name speaks of is meant.
 */
export function subjectOf(
  field: FieldPart,
  root: 'query' | 'mutation',
  table: TypeTable,
): string | undefined {
  const answer = table.baseOf(field.type)
  if (answer === undefined) return undefined
  const item = connectionOf(answer, table)?.item ?? answer
  const isPayload = root === 'mutation' && item === answer
  const carried = isPayload
    ? (carriedBy(answer, field.name, table) ?? namedBy(answer, field.name, table))
    : undefined
  const subject = carried ?? item
  return subject.kind === 'OBJECT' || subject.kind === 'INTERFACE' ? subject.name : undefined
}

const wrapper = /(?:payload|response|result|output)$/i

function carriedBy(payload: TypePart, operation: string, table: TypeTable): TypePart | undefined {
  const hasId = payload.fields.some((field) => field.name === 'id')
  if (payload.kind !== 'OBJECT' || (hasId && !wrapper.test(payload.name))) return undefined
  const carried = payload.fields.flatMap((field) => toCarried(field, table))
  const [only, second] = new Set(carried)
  if (second === undefined) return only
  const words = nameWords(operation)
  const spoken = carried.map((part) => ({ part, score: shareOf(nameWords(part.name), words) }))
  const best = spoken.reduce((a, b) => (b.score > a.score ? b : a))
  return best.score > 0 ? best.part : undefined
}

const shareOf = (words: readonly string[], spoken: readonly string[]): number =>
  words.filter((word) => spoken.includes(word)).length / Math.max(words.length, 1)

/** A name that is longer is about nothing that has one, and its words are not worth the time to part them. */
const longestName = 200

/** `deleteIssue` and `issueDelete` are about `Issue`, though their payloads carry nothing of it. */
function namedBy(payload: TypePart, operation: string, table: TypeTable): TypePart | undefined {
  if (!wrapper.test(payload.name) || operation.length > longestName) return undefined
  const words = /^([a-z\d]*)(\w*?)([A-Z][a-z\d]*)?$/.exec(operation)
  const [, first = '', middle = '', last = ''] = words ?? []
  const names = [`${middle}${last}`, `${first.charAt(0).toUpperCase()}${first.slice(1)}${middle}`]
  return names.map((name) => table.find(name)).find((part) => part?.kind === 'OBJECT')
}

function toCarried(field: FieldPart, table: TypeTable): readonly TypePart[] {
  const part = table.baseOf(field.type)
  const isError = /errors?$/i.test(field.name)
  if (part === undefined || isError || table.parts.roots.query === part.name) return []
  const item = connectionOf(part, table)?.item ?? part
  return item.kind === 'OBJECT' || item.kind === 'INTERFACE' ? [item] : []
}
