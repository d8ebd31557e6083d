import { setImmediate } from 'node:timers/promises'
import {
  type CatalogId,
  type Field,
  objectsIn,
  type ObjectType,
  type OrganizationId,
  parseJson,
} from '@bindery/model'
import { findCatalog } from '@bindery/store'
import { z } from 'zod'
import { loadParts } from '../catalog/load-parts.ts'
import { readObject } from '../catalog/read-entry.ts'
import { openCatalog, type StoredCatalog } from '../catalog/stored-catalog.ts'
import type { Needs } from '../kernel/needs.ts'
import type { IndexRow } from '../pages/index-row.ts'
import { fold } from './fold.ts'
import { type Findable, toName } from './match.ts'

/** Everything of one stored catalog that has a name, ready to be searched. */
export interface CatalogNames {
  readonly objects: readonly NamedPart[]
  readonly operations: readonly NamedPart[]
  readonly fields: readonly NamedField[]
}

export interface NamedPart extends Findable {
  readonly name: string
  /** Objects whose blocking hides it. */
  readonly mentions: readonly string[]
}

export interface NamedField extends Findable, Pick<Field, 'name' | 'shows'> {
  readonly object: string
  readonly mentions: readonly string[]
}

const Summary = z.object({
  title: z.string().optional(),
  label: z.string().optional(),
  description: z.string().optional(),
})

/** Parts between which others get their turn. */
const perTurn = 2_000

/** Reads a stored catalog as a whole, once: other callers get their turn in between. */
export async function readCatalogNames(
  services: Needs<'store'>,
  organizationId: OrganizationId,
  catalogId: CatalogId,
): Promise<CatalogNames> {
  const catalog = await services.store.run(organizationId, async (transaction) => {
    const row = await findCatalog(transaction, catalogId)
    return row === undefined ? undefined : openCatalog(transaction, row)
  })
  // Replaced since the integration was read: what took its place is found by the next search.
  if (catalog === undefined) return { objects: [], operations: [], fields: [] }
  const objects = await loadParts(services, { organizationId, catalog, kind: 'object' }, (body) =>
    fieldsOf(readObject(body)),
  )
  return {
    objects: await namesOf(catalog, 'object'),
    operations: await namesOf(catalog, 'operation'),
    fields: objects.flat(),
  }
}

async function namesOf(catalog: StoredCatalog, kind: 'object' | 'operation'): Promise<readonly NamedPart[]> {
  const parts: NamedPart[] = []
  for (const row of catalog.rows(kind)) {
    parts.push(toPart(row))
    if (parts.length % perTurn === 0) await setImmediate()
  }
  return parts
}

/** An operation is found by all that its list finds it by; an object without its fields, which are found themselves. */
function toPart({ kind, name, search, summary, mentions }: IndexRow): NamedPart {
  const { title, label, description = '' } = Summary.parse(parseJson(summary))
  return {
    name,
    names: [...new Set([title ?? label ?? name, name])].map(toName),
    beside: kind === 'operation' ? search : fold(description),
    mentions,
  }
}

function fieldsOf({ name: object, label, fields }: ObjectType): readonly NamedField[] {
  const beside = fold(label === undefined || label === object ? object : `${object} ${label}`)
  return fields.map(({ name, type, shows }) => ({
    object,
    name,
    names: [toName(name)],
    beside,
    mentions: objectsIn(type),
    ...(shows !== undefined && { shows }),
  }))
}
