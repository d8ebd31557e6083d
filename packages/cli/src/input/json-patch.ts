import { invalidInput } from '../failures/cli-error.ts'
import { membersOf } from '../output/rows.ts'

/**
 * A document after the operations of a JSON Patch (RFC 6902): `add`, `remove`, `replace`, `move` and `copy`; `test` is left to who
 * made it. The document itself stays as it is. Throws CliError for a path that is not there.
 */
export function applyPatch(document: unknown, patch: readonly unknown[]): unknown {
  return patch.reduce<unknown>(
    (before, step) => applyStep(before, membersOf(step)),
    structuredClone(document),
  )
}

function applyStep(document: unknown, step: ReadonlyMap<string, unknown>): unknown {
  const path = partsOf(step.get('path'))
  switch (step.get('op')) {
    case 'add':
      return put(document, path, { how: 'add', value: step.get('value') })
    case 'replace':
      return put(document, path, { how: 'replace', value: step.get('value') })
    case 'remove':
      return put(document, path, { how: 'remove', value: undefined })
    case 'copy':
      return put(document, path, { how: 'add', value: valueIn(document, partsOf(step.get('from'))) })
    case 'move': {
      const from = partsOf(step.get('from'))
      const value = valueIn(document, from)
      return put(put(document, from, { how: 'remove', value: undefined }), path, { how: 'add', value })
    }
    default:
      return document
  }
}

interface Change {
  readonly how: 'add' | 'replace' | 'remove'
  readonly value: unknown
}

function put(node: unknown, [part, ...rest]: readonly string[], change: Change): unknown {
  if (part === undefined) return change.value
  if (Array.isArray(node)) return putEntry(node, [part, ...rest], change)
  const members = new Map(membersOf(node))
  if (rest.length > 0) members.set(part, put(members.get(part), rest, change))
  else if (change.how === 'remove') members.delete(part)
  else members.set(part, change.value)
  return Object.fromEntries(members)
}

function putEntry(
  list: readonly unknown[],
  [part = '', ...rest]: readonly string[],
  change: Change,
): unknown {
  const entries = [...list]
  const at = part === '-' ? entries.length : Number(part)
  if (!Number.isInteger(at) || at < 0 || at > entries.length) throw noPlace(part)
  if (rest.length > 0) entries[at] = put(entries[at], rest, change)
  else if (change.how === 'add') entries.splice(at, 0, change.value)
  else if (change.how === 'remove') entries.splice(at, 1)
  else entries[at] = change.value
  return entries
}

function valueIn(node: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, part) => (Array.isArray(inner) ? inner[Number(part)] : membersOf(inner).get(part)),
    node,
  )
}

const partsOf = (pointer: unknown): readonly string[] =>
  (typeof pointer === 'string' ? pointer : '')
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))

const noPlace = (part: string) => invalidInput(`A fix names the entry "${part}", which is not there.`)
