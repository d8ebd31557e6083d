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
  const segments = parsePointer(provenance.slice(provenance.indexOf('#') + 1)) ?? []
  const at = segments.indexOf('paths')
  const path = at < 0 ? '' : (segments[at + 1] ?? '')
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
