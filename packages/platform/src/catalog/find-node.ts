import { setImmediate } from 'node:timers/promises'
import { isJsonArray, isJsonObject, type Json, type OrganizationId, parseJson } from '@bindery/model'
import type { Needs } from '../kernel/needs.ts'
import { inCatalog, type ScopedCatalog } from './browse.ts'
import { visibleObject, visibleOperation } from './load-visible.ts'
import { readObject, readOperation } from './read-entry.ts'

const perRead = 200

/**
 * The part of a catalog whose provenance is this, as it is stored, in the words of operators and without what scoping blocks:
 * an object, an operation, or a part of one. Undefined for none. Throws `not_found`, `schema_not_discovered`.
 */
export function findNode(
  services: Needs<'store'>,
  place: { readonly organizationId: OrganizationId; readonly kind: string },
  provenance: string,
): Promise<Json | undefined> {
  return inCatalog(services, place, async (scoped) => {
    for (const kind of ['operation', 'object'] as const) {
      const found = await findIn(scoped, kind, provenance)
      if (found !== undefined) return found
    }
    return undefined
  })
}

/** Texts are searched before they are parsed: a large catalog has ten thousand of them. */
async function findIn(
  scoped: ScopedCatalog,
  kind: 'object' | 'operation',
  provenance: string,
): Promise<Json | undefined> {
  const { catalog, transaction } = scoped
  const rows = catalog.rows(kind)
  const needle = `"provenance":${JSON.stringify(provenance)}`
  for (let from = 0; from < rows.length; from += perRead) {
    const bodies = await catalog.bodies(transaction, rows.slice(from, from + perRead))
    const near = bodies.filter((text) => text.includes(needle))
    const parts = near.flatMap((body) => visible(scoped, kind, body))
    const found = firstOf(
      parts.map((part) => parseJson(JSON.stringify(part))),
      provenance,
    )
    if (found !== undefined) return found
    await setImmediate()
  }
  return undefined
}

function visible(
  { view, scope }: ScopedCatalog,
  kind: 'object' | 'operation',
  body: string,
): readonly object[] {
  return kind === 'object'
    ? visibleObject(view.object(readObject(body)), scope)
    : visibleOperation(view.operation(readOperation(body)), scope)
}

/** The outermost part with that provenance. */
function partAt(value: Json, provenance: string): Json | undefined {
  if (isJsonArray(value)) return firstOf(value, provenance)
  if (!isJsonObject(value)) return undefined
  return value['provenance'] === provenance ? value : firstOf(Object.values(value), provenance)
}

function firstOf(values: readonly Json[], provenance: string): Json | undefined {
  for (const value of values) {
    const found = partAt(value, provenance)
    if (found !== undefined) return found
  }
  return undefined
}
