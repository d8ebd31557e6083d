/** Whether a value has the shape of what is edited. */
export type Guard<Body> = (value: unknown) => value is Body

/** An edit with what can be taken back and made again, as the browser keeps it. */
export interface History<Body> {
  /** What was saved when the edit began, as a text. */
  readonly base: string
  readonly past: readonly Body[]
  readonly now: Body
  readonly future: readonly Body[]
}

export const textOf = (binding: unknown): string => JSON.stringify(binding)

/** Where the edit of a binding is kept. */
export const draftKey = (...names: readonly string[]): string => `bindery.draft.${names.join('/')}`

/**
 * The edit under `key` when it began from what is saved, else a fresh one; an edit that began from something else is moved aside,
 * where it stays until somebody has dealt with it.
 */
export function openHistory<Body>(
  key: string,
  saved: Body,
  is: Guard<Body>,
): { readonly history: History<Body>; readonly older: Body | undefined } {
  const base = textOf(saved)
  const fresh: History<Body> = { base, past: [], now: saved, future: [] }
  const kept = readHistory(key, is)
  if (kept?.base === base) return { history: kept, older: readHistory(`${key}.older`, is)?.now }
  const isWorthIt = kept !== undefined && textOf(kept.now) !== kept.base && textOf(kept.now) !== base
  if (isWorthIt && keep(`${key}.older`, kept)) removeHistory(key)
  return { history: fresh, older: isWorthIt ? kept.now : readHistory(`${key}.older`, is)?.now }
}

/** `input` was saved and became `saved`: what was edited after it goes on from there, under the key of what is saved. */
export function settleHistory<Body>(
  key: string,
  input: Body,
  into: { readonly key: string; readonly saved: Body; readonly is: Guard<Body> },
): void {
  const latest = readHistory(key, into.is)?.now ?? input
  if (textOf(latest) !== textOf(input))
    keep(into.key, { base: textOf(into.saved), past: [into.saved], now: latest, future: [] })
  else removeHistory(into.key)
  if (into.key !== key) removeHistory(key)
}

/** False when the browser keeps nothing more: the edit lives as long as the page. */
export function keep(key: string, history: History<unknown>): boolean {
  try {
    localStorage.setItem(key, JSON.stringify(history))
    return true
  } catch {
    return false
  }
}

export const removeHistory = (key: string): void => localStorage.removeItem(key)

/** What is kept under `key`; undefined for nothing, and for what this page cannot have written. */
export function readHistory<Body>(key: string, is: Guard<Body>): History<Body> | undefined {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
    return isHistory(value, is) ? value : undefined
  } catch {
    return undefined
  }
}

function isHistory<Body>(value: unknown, is: Guard<Body>): value is History<Body> {
  if (typeof value !== 'object' || value === null) return false
  if (!('base' in value && 'past' in value && 'future' in value && 'now' in value)) return false
  const { base, past, future, now } = value
  return typeof base === 'string' && isList(past) && isList(future) && [now, ...past, ...future].every(is)
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)
