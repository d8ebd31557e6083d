import { PlatformError, type SkillCall } from '@bindery/model'
import type { RunnableSkill } from '@bindery/runtime'
import { findApiKey, type Transaction } from '@bindery/store'
import type { Needs } from '../kernel/needs.ts'
import { requireExposed } from '../skills/exposure.ts'
import { findRunnable } from './find-runnable.ts'
import type { RunParts } from './run-parts.ts'

/**
 * What holds by now of the skill that a run began with, and whether who began it may still go on. Throws `not_found` for a skill
 * that was deleted or is no tool of agents any more, `api_key_invalid` and `api_key_expired` for a key that was revoked or ended.
 */
export async function findStanding(
  services: Needs<'store'> & Pick<RunParts, 'runnables'>,
  began: RunnableSkill,
  call: SkillCall,
): Promise<RunnableSkill> {
  const { skillId, skillHash, isDraft } = began
  const { organizationId, agentId, keyId = '' } = call
  const version = isDraft === true ? 'draft' : 'published'
  const found = await services.runnables.get(
    organizationId,
    `${agentId}/${skillId}/${version}/${skillHash}/${keyId}`,
    () =>
      services.store.run(organizationId, async (transaction) => {
        await requireKey(transaction, call)
        return findRunnable(transaction, { agentId, skillId, version, began })
      }),
  )
  if (version === 'published' && call.isOfPlatform !== true) {
    requireExposed({ id: skillId, exposure: found.exposure })
  }
  return found.runnable
}

async function requireKey(transaction: Transaction, { keyId }: SkillCall): Promise<void> {
  if (keyId === undefined) return
  const key = await findApiKey(transaction, keyId)
  if (key === undefined) throw new PlatformError('api_key_invalid', 'The API key of this run was revoked.')
  if (key.expiresAt !== null && key.expiresAt.getTime() <= Date.now()) {
    throw new PlatformError('api_key_expired', 'The API key of this run has expired.')
  }
}
