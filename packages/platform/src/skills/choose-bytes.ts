import { PlatformError, type Skill } from '@bindery/model'
import { findSkillBlob, type Transaction } from '@bindery/store'
import { requireAgent, requireSkill } from '../kernel/require-skill.ts'
import { readSkill } from './read-skill.ts'
import { manifestOf } from './manifest.ts'
import { publishedHashOf, requireVersion } from './find-version.ts'

export interface BytesChoice {
  readonly agentId: string
  readonly skillId: string
  /** `draft`, `live`, or the id of a version. */
  readonly version: string
}

export interface ChosenBytes {
  readonly skillHash: string
  readonly skill: Skill
}

/** Bytes of a skill by `draft`, `live` or the id of a version. Throws `not_found`, `no_published_version`. */
export async function chooseBytes(
  transaction: Transaction,
  { agentId, skillId, version }: BytesChoice,
): Promise<ChosenBytes> {
  const row = await requireSkill(transaction, agentId, skillId)
  if (version === 'draft') return { skillHash: row.skillHash, skill: readSkill(row.bytes) }
  const agent = await requireAgent(transaction, agentId)
  if (version === 'live' && agent.publishedVersionId === null)
    throw new PlatformError('no_published_version', `"${agent.name}" has no live version: publish it first.`)
  const skillHash =
    version === 'live'
      ? await publishedHashOf(transaction, agent, row.id)
      : manifestOf(await requireVersion(transaction, agent.id, version)).skills.find(
          (entry) => entry.skillId === row.id,
        )?.skillHash
  const bytes = skillHash === undefined ? undefined : await findSkillBlob(transaction, skillHash)
  if (skillHash === undefined || bytes === undefined) {
    const which = version === 'live' ? 'The live version' : `The version "${version}"`
    throw new PlatformError('not_found', `${which} does not hold "${row.functionName}".`)
  }
  return { skillHash, skill: readSkill(bytes) }
}
