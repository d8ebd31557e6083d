import { isNeeded, isUpload } from './lift-inputs.ts'
import type { TypePart } from './schema-parts.ts'
import type { TypeTable } from './type-table.ts'

/**
 * Input objects that no call can fill: a field that must be given has a type that is not there, cannot be sent or is
 * itself such an object. Objects that need one another without end count too, since no value of them is finite.
 */
export function findUnusableInputs(table: TypeTable): ReadonlySet<string> {
  const usable = new Set<string>()
  const waiting = new Map<string, TypePart[]>()
  const open = new Map<string, number>()
  const ready: TypePart[] = []
  for (const part of table.parts.types.values()) {
    if (part.kind !== 'INPUT_OBJECT') continue
    const needs = needsOf(part, table)
    open.set(part.name, needs === 'never' ? Infinity : needs.size)
    if (needs === 'never') continue
    for (const need of needs) waiting.set(need, [...(waiting.get(need) ?? []), part])
    if (needs.size === 0) ready.push(part)
  }
  // The list grows while it is read: every object that becomes usable may make others so.
  for (const part of ready) {
    usable.add(part.name)
    for (const next of waiting.get(part.name) ?? []) {
      const left = (open.get(next.name) ?? 0) - 1
      open.set(next.name, left)
      if (left === 0) ready.push(next)
    }
  }
  return new Set([...open.keys()].filter((name) => !usable.has(name)))
}

/** Names of the input objects that an object cannot be without. A list can be empty, so it needs nothing. */
function needsOf(part: TypePart, table: TypeTable): ReadonlySet<string> | 'never' {
  const needs = new Set<string>()
  for (const field of part.fields) {
    if (!isNeeded(field)) continue
    if (isUpload(field) || table.use(field.type, 'input') === undefined) return 'never'
    const base = table.baseOf(field.type)
    if (base?.kind === 'INPUT_OBJECT' && field.type?.startsWith('[') === false) needs.add(base.name)
  }
  return needs
}
