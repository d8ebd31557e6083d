import { setTimeout as wait } from 'node:timers/promises'
import type { CatalogId, OrganizationId } from '@bindery/model'
import type { Needs } from '../kernel/needs.ts'
import { type CatalogNames, readCatalogNames } from './catalog-names.ts'

/** Catalogs that are read at once, whoever asks. */
const mostReading = 2
/** Names that are held at once: about 60 MB. */
const mostNames = 400_000

interface Kept {
  readonly names: Promise<CatalogNames>
  /** 0 while it is being read. */
  size: number
}

const kept = new Map<string, Kept>()
const waiting: (() => void)[] = []
let reading = 0

/** The names of a stored catalog, which never change: read once and shared by all who ask meanwhile. */
export function catalogNames(
  services: Needs<'store'>,
  organizationId: OrganizationId,
  catalogId: CatalogId,
): Promise<CatalogNames> {
  const key = `${organizationId}/${catalogId}`
  const known = kept.get(key) ?? begin(services, organizationId, catalogId)
  // The youngest stands last.
  kept.delete(key)
  kept.set(key, known)
  return known.names
}

function begin(services: Needs<'store'>, organizationId: OrganizationId, catalogId: CatalogId): Kept {
  const names = inTurn(() => readCatalogNames(services, organizationId, catalogId))
  const entry: Kept = { names, size: 0 }
  names.then(
    ({ objects, operations, fields }) => {
      entry.size = 1 + objects.length + operations.length + fields.length
      dropOldest()
    },
    () => kept.delete(`${organizationId}/${catalogId}`),
  )
  return entry
}

/** What was read last stays, however large it is. */
function dropOldest(): void {
  let names = [...kept.values()].reduce((sum, { size }) => sum + size, 0)
  for (const [key, { size }] of kept) {
    if (names <= mostNames || kept.size === 1) return
    if (size === 0) continue
    kept.delete(key)
    names -= size
  }
}

async function inTurn<Value>(read: () => Promise<Value>): Promise<Value> {
  if (reading < mostReading) reading += 1
  else await new Promise<void>((resolve) => waiting.push(resolve))
  try {
    return await read()
  } finally {
    const next = waiting.shift()
    // Whoever waits takes the turn over.
    if (next === undefined) reading -= 1
    else next()
  }
}

/** The value, or undefined when it is not there within this time. */
export async function within<Value>(value: Promise<Value>, ms: number): Promise<Value | undefined> {
  const stop = new AbortController()
  const late = wait(Math.max(0, ms), undefined, { signal: stop.signal }).catch(() => undefined)
  try {
    return await Promise.race([value, late])
  } finally {
    stop.abort()
  }
}
