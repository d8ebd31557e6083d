import type { Guard } from './kept-history.ts'

/** One member in which two bindings differ. */
export interface Difference {
  readonly member: string
  readonly mine: unknown
  readonly theirs: unknown
}

/** Where two bindings differ, member by member, in the order of theirs; a member that one of them lacks is undefined there. */
export function differencesOf(mine: object, theirs: object): Difference[] {
  const ours = new Map<string, unknown>(Object.entries(mine))
  const saved = new Map<string, unknown>(Object.entries(theirs))
  return [...new Set([...saved.keys(), ...ours.keys()])].flatMap((member) => {
    const difference = { member, mine: ours.get(member), theirs: saved.get(member) }
    return JSON.stringify(difference.mine) === JSON.stringify(difference.theirs) ? [] : [difference]
  })
}

interface Merged<Body> {
  readonly mine: Body
  readonly theirs: Body
  readonly is: Guard<Body>
}

/** `theirs` with the members that are taken from `mine`; undefined when that is no binding. */
export function merge<Body extends object>(
  { mine, theirs, is }: Merged<Body>,
  taken: ReadonlySet<string>,
): Body | undefined {
  const ours = new Map<string, unknown>(Object.entries(mine))
  const merged = new Map<string, unknown>(Object.entries(theirs))
  for (const member of taken) {
    if (ours.has(member)) merged.set(member, ours.get(member))
    else merged.delete(member)
  }
  const value: unknown = Object.fromEntries(merged)
  return is(value) ? value : undefined
}
