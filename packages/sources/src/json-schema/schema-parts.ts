import { isJsonArray, type Json } from '@bindery/model'
import type { LiftContext, Part } from './lifted.ts'
import { asObjectPlace, childPlace, type Place } from './place.ts'

const maxParts = 1000

/**
 * Every schema that an `allOf` comes to, through references and nested `allOf`, each once and in document order: what it
 * is made from first, its own keywords last. Walks with its own stack; stops at 1,000 schemas with an issue.
 */
export function collectParts(context: LiftContext, place: Place, name: string): readonly Part[] {
  const parts: Part[] = []
  const seen = new Set<Json>()
  const open: Step[] = [{ kind: 'enter', place, name }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.kind === 'part') {
      parts.push(next.part)
      continue
    }
    const at = asObjectPlace(next.place)
    if (at === undefined || seen.has(at.node)) continue
    seen.add(at.node)
    if (seen.size > maxParts) return reportTooMany(context, place, parts)
    open.push({ kind: 'part', part: { place: at, name: next.name } })
    for (const base of basesOf(context, at, next.name).reverse()) open.push(base)
  }
  return parts
}

type Step =
  | { readonly kind: 'enter'; readonly place: Place; readonly name: string }
  | { readonly kind: 'part'; readonly part: Part }

function basesOf(context: LiftContext, place: Place, name: string): Step[] {
  const node = asObjectPlace(place)?.node ?? {}
  const bases: Step[] = []
  const reference = node['$ref']
  if (typeof reference === 'string') {
    const target = context.references.resolve(reference, place.file)
    const targetName = context.nameOfReference(reference, place) ?? name
    if (target.status === 'found') bases.push({ kind: 'enter', place: target.place, name: targetName })
    else context.liftReference(reference, place)
  }
  const members = node['allOf']
  if (!isJsonArray(members)) return bases
  const list = childPlace(place, 'allOf')
  for (let index = 0; index < members.length; index += 1) {
    bases.push({ kind: 'enter', place: childPlace(list, index), name })
  }
  return bases
}

function reportTooMany(context: LiftContext, place: Place, parts: readonly Part[]): readonly Part[] {
  context.log.report({
    code: 'schema_too_large',
    severity: 'warning',
    message: `A schema is made from more than ${maxParts} others; only the first ones are read.`,
    pointer: place.pointer,
  })
  return parts
}
