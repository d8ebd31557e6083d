import { fingerprint, type SkillCall } from '@bindery/model'

type HashedCall = Pick<SkillCall, 'agentId' | 'skillId' | 'skillHash' | 'params' | 'environment' | 'told'>

/**
 * What a confirmation or an idempotency key stands for, as one text: agent, skill, arguments, environment, and what the
 * caller told of the conversation, which conversation where that matters, and what they proved of themselves. The version
 * says what went in: when more does, it is raised.
 */
export const callHash = (call: HashedCall): string => `v3:${fingerprint(partsOf(call))}`

/** The same call as versions before wrote it, so that their keys and waiting confirmations still match. */
export function earlierHashes(call: HashedCall): readonly string[] {
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
