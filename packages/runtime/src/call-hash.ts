import { fingerprint, type SkillCall } from '@bindery/model'

type HashedCall = Pick<SkillCall, 'agentId' | 'skillId' | 'skillHash' | 'params' | 'environment' | 'told'>

/**
 * What a confirmation stands for, as one text: agent, skill and its version, arguments, environment, and what the caller
 * told of the conversation, which conversation where that matters, and what they proved of themselves. The number says what
 * went in: when more does, it is raised.
 */
export const callHash = (call: HashedCall): string => `v3:${fingerprint(partsOf(call))}`

/**
 * What an idempotency key stands for: the same without the version of the skill, since a retry that comes after a publish
 * is a retry. Begins what a ledger keeps of any version (`keptHash`).
 */
export function keyHash(call: HashedCall): string {
  const { skillHash: _, ...parts } = partsOf(call)
  return `v4:${fingerprint(parts)}@`
}

/** What a ledger keeps of a call under a key: what the key stands for, and the version by which the call was made. */
export const keptHash = (call: HashedCall): string => `${keyHash(call)}${call.skillHash}`

/** A call that waits for a person, as versions before wrote it. */
function earlierHashes(call: HashedCall): readonly string[] {
  const { skillHash, params, environment } = call
  const { conversation: _, ...told } = call.told ?? {}
  return [`v2:${fingerprint(partsOf({ ...call, told }))}`, fingerprint({ skillHash, params, environment })]
}

const partsOf = ({ agentId, skillId, skillHash, params, environment, told = {} }: HashedCall) => ({
  agentId,
  skillId,
  skillHash,
  params,
  environment,
  told,
})

/** Whether a hash that was kept, by this version or by one before, is that of this call. */
export const isHashOf = (kept: string, call: HashedCall): boolean =>
  kept === callHash(call) || earlierHashes(call).includes(kept)

/** A key of this very call and version as versions before wrote it. */
export const earlierKeys = (call: HashedCall): readonly string[] => [callHash(call), ...earlierHashes(call)]
