import type { Operation, SchemaCatalog } from '@bindery/model'
import { spokenVerbs } from './operation-verbs.ts'

/**
 * Corrects what the protocol says by what names say. Doubt means a write: a read whose name leads with a write verb is a
 * write, and a create is a read only when its name is a search, nothing in it speaks of writing and it answers something.
 */
export function inferEffects(catalog: SchemaCatalog): SchemaCatalog {
  return { ...catalog, operations: catalog.operations.map(withEffect) }
}

function withEffect(operation: Operation): Operation {
  if (operation.effectOrigin !== 'declared') return operation
  if (operation.effect === 'read') return checkRead(operation)
  return operation.effect === 'create' ? refineCreate(operation) : operation
}

function checkRead(operation: Operation): Operation {
  const spoken = spokenVerbs(operation)
  if (spoken.isReading) return operation
  const effect = spoken.name ?? spoken.title
  return effect === undefined ? operation : { ...operation, effect, effectOrigin: 'inferred' }
}

/** A declared create is only a guess where one method serves all kinds of calls, as POST does. */
function refineCreate(operation: Operation): Operation {
  const spoken = spokenVerbs(operation)
  const speaksOfWriting = spoken.title !== undefined
  if (spoken.isSearch && !speaksOfWriting && operation.returns !== undefined) {
    return { ...operation, effect: 'read', effectOrigin: 'inferred' }
  }
  const effect = spoken.name ?? (spoken.isReading ? 'action' : (spoken.title ?? 'create'))
  return { ...operation, effect, effectOrigin: 'inferred' }
}
