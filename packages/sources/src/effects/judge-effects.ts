import type { SchemaCatalog } from '@bindery/model'
import type { ClaimEffect } from './claim.ts'
import { judgeEffect } from './judge-effect.ts'

/**
 * Raised when what is concluded of effects changes: stored catalogs of an earlier version are judged anew without asking
 * their provider.
 */
export const effectsVersion = 3

/** Gives every operation of a catalog its effect and the evidence for it. */
export function judgeEffects(catalog: SchemaCatalog, claimEffect: ClaimEffect): SchemaCatalog {
  const { operations } = catalog
  return {
    ...catalog,
    operations: operations.map((operation) => ({
      ...operation,
      ...judgeEffect(operation, claimEffect(operation, operations)),
    })),
  }
}
