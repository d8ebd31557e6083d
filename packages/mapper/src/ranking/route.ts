import { parsePointer } from '@bindery/model'

/** The parts of a route that an operation's provenance names; empty for operations without one. */
export interface Route {
  /** Segments that are no slots. */
  readonly literals: readonly string[]
  readonly endsInSlot: boolean
  /** By the name of a slot, the literal segment before it. */
  readonly contexts: ReadonlyMap<string, string>
}

/** Reads `#/paths/~1users~1{id}/get`: `users`, and that `id` is one of them. */
export function routeOf(provenance: string): Route {
  const path = pathIn(provenance)
  const contexts = new Map<string, string>()
  const literals: string[] = []
  let endsInSlot = false
  for (const part of path.split('/').filter((segment) => segment !== '')) {
    const slots = [...part.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? '')
    for (const slot of slots) contexts.set(slot, literals.at(-1) ?? '')
    endsInSlot = slots.length > 0
    const literal = part.replaceAll(/\{[^{}]*\}/g, '').replace(/\.(?:json|xml)$/, '')
    if (!endsInSlot && !/^(?:v?\d[\d.-]*|api|rest|admin)$/.test(literal)) literals.push(literal)
  }
  return { literals, endsInSlot, contexts }
}

/** The whole route without a file ending, `/users/{id}/posts`; the empty text for operations without one. */
export const routePath = (provenance: string): string => withoutEnding(pathIn(provenance))

/** The route up to before a slot: `/users` of `id` in `/users/{id}/posts`. Empty where the slot stands in no segment of its own. */
export function routeBefore(provenance: string, slot: string): string {
  const path = routePath(provenance)
  const at = `${path}/`.indexOf(`/{${slot}}/`)
  return at < 0 ? '' : path.slice(0, at)
}

const withoutEnding = (path: string): string => path.replace(/\.(?:json|xml)$/, '').replace(/\/$/, '')

function pathIn(provenance: string): string {
  const segments = parsePointer(provenance.slice(provenance.indexOf('#') + 1)) ?? []
  const at = segments.indexOf('paths')
  return at < 0 ? '' : (segments[at + 1] ?? '')
}
