import type { ObjectType, Operation, Relationship, SchemaCatalog } from '../catalog.ts'
import { diffCatalogs } from '../diff-catalogs.ts'
import type { CatalogHead } from '../fingerprint-catalog.ts'
import { canonicalJson } from '../canonical-json.ts'
import { compareObjects, compareOperations, compareRelationships } from './compare-parts.ts'
import { type DriftFact, type ObjectUse, type PartDrift, toPartDrift } from './drift.ts'
import { objectUses } from './object-use.ts'

/** One part as it was and as it is; one of them is missing when the part came or went. */
export type PartPair =
  | {
      readonly kind: 'object'
      readonly name: string
      readonly before: ObjectType | undefined
      readonly after: ObjectType | undefined
      readonly use: ObjectUse
    }
  | {
      readonly kind: 'operation'
      readonly name: string
      readonly before: Operation | undefined
      readonly after: Operation | undefined
    }
  | {
      readonly kind: 'relationship'
      readonly name: string
      readonly before: Relationship | undefined
      readonly after: Relationship | undefined
    }

/** In what one part differs. A pair without either side, or with equal ones, is compatible. */
export function describePart(pair: PartPair): PartDrift {
  const { kind, name, before, after } = pair
  if (after === undefined) return toPartDrift({ change: 'removed', kind, name }, [gone])
  if (before === undefined) return toPartDrift({ change: 'added', kind, name }, [isNew])
  return toPartDrift({ change: 'changed', kind, name }, compare(pair))
}

const gone: DriftFact = { fact: 'removed', impact: 'breaking', message: 'It is gone.' }
const isNew: DriftFact = { fact: 'added', impact: 'compatible', message: 'It is new.' }

function compare(pair: PartPair): readonly DriftFact[] {
  if (pair.before === undefined || pair.after === undefined) return []
  switch (pair.kind) {
    case 'object':
      return compareObjects(pair.before, pair.after, pair.use)
    case 'operation':
      return compareOperations(pair.before, pair.after)
    case 'relationship':
      return compareRelationships(pair.before, pair.after)
  }
}

/** What changed about the provider as a whole: where it says that it lives, and how it wants to be authenticated to. */
export function describeHead(before: CatalogHead, after: CatalogHead): readonly DriftFact[] {
  const facts: DriftFact[] = []
  if (canonicalJson(before.servers) !== canonicalJson(after.servers)) {
    const message = `It was said to be at ${listed(before.servers)} and is at ${listed(after.servers)} now.`
    facts.push({ fact: 'servers', impact: 'security', message })
  }
  if (canonicalJson(before.security) !== canonicalJson(after.security)) {
    facts.push({ fact: 'security', impact: 'security', message: 'The ways to authenticate changed.' })
  }
  if (before.version !== after.version) {
    const message = `Its version was ${before.version ?? 'not given'} and is ${after.version ?? 'not given'} now.`
    facts.push({ fact: 'version', impact: 'compatible', message })
  }
  return facts
}

const listed = (servers: readonly string[]): string =>
  servers.length === 0 ? 'no address' : servers.join(', ')

/** Every part in which two catalogs in memory differ, in the order of `diffCatalogs`; empty for equal catalogs. */
export function describeDrift(before: SchemaCatalog, after: SchemaCatalog): readonly PartDrift[] {
  const old = partsOf(before)
  const now = partsOf(after)
  const uses = objectUses(after)
  const oldUses = objectUses(before)
  return diffCatalogs(before, after).map(({ kind, name }) => {
    switch (kind) {
      case 'object': {
        const use = uses.get(name) ?? oldUses.get(name) ?? { sent: true, received: true }
        return describePart({ kind, name, before: old.objects.get(name), after: now.objects.get(name), use })
      }
      case 'operation':
        return describePart({ kind, name, before: old.operations.get(name), after: now.operations.get(name) })
      case 'relationship':
        return describePart({
          kind,
          name,
          before: old.relationships.get(name),
          after: now.relationships.get(name),
        })
    }
  })
}

const partsOf = (catalog: SchemaCatalog) => ({
  objects: new Map(catalog.objects.map((part) => [part.name, part])),
  operations: new Map(catalog.operations.map((part) => [part.name, part])),
  relationships: new Map(catalog.relationships.map((part) => [part.name, part])),
})
