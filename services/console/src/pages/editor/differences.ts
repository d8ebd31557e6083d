import type { Binding } from '@bindery/client'
import { isBinding } from './binding-shape.ts'

/** One member in which two bindings differ. */
export interface Difference {
  readonly member: string
  readonly mine: unknown
  readonly theirs: unknown
}

/** Where two bindings differ, member by member, in the order of theirs; a member that one of them lacks is undefined there. */
export function differencesOf(mine: Binding, theirs: Binding): Difference[] {
  const ours = new Map<string, unknown>(Object.entries(mine))
  const saved = new Map<string, unknown>(Object.entries(theirs))
  return [...new Set([...saved.keys(), ...ours.keys()])].flatMap((member) => {
    const difference = { member, mine: ours.get(member), theirs: saved.get(member) }
    return JSON.stringify(difference.mine) === JSON.stringify(difference.theirs) ? [] : [difference]
  })
}

/** `theirs` with the members that are taken from `mine`; undefined when that is no binding. */
export function merge(mine: Binding, theirs: Binding, taken: ReadonlySet<string>): Binding | undefined {
  const ours = new Map<string, unknown>(Object.entries(mine))
  const merged = new Map<string, unknown>(Object.entries(theirs))
  for (const member of taken) {
    if (ours.has(member)) merged.set(member, ours.get(member))
    else merged.delete(member)
  }
  const value: unknown = Object.fromEntries(merged)
  return isBinding(value) ? value : undefined
}
