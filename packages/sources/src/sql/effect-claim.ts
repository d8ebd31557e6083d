import type { Operation } from '@bindery/model'
import type { EffectClaim } from '../effects/claim.ts'
import { Call } from './call.ts'

/** The statement is ours, so its kind is known; names of tables say nothing. */
export function claimEffect({ call }: Operation): EffectClaim {
  const { mode } = Call.parse(call)
  return { says: effectsOfModes[mode], because: mode, by: 'protocol', certainty: 'exact' }
}

const effectsOfModes = { find: 'read', aggregate: 'read', insert: 'create', update: 'update' } as const
