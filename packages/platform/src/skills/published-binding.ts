import { AnyBinding, Binding } from '@bindery/model'
import { type AgentRow, findVersionContents, type Transaction } from '@bindery/store'
import { z } from 'zod'
import { findLiveVersion } from './find-version.ts'
import { Contents } from './manifest.ts'

const version = z.int().describe('Number of the version')

export const PublishedBinding = z.object({ version, binding: Binding }).meta({ id: 'PublishedBinding' })

export const PublishedAnyBinding = z
  .object({ version, binding: AnyBinding })
  .meta({ id: 'PublishedAnyBinding' })

/**
 * What live calls of a skill were compiled from. Null for a skill that the live version does not hold, and for one published
 * before bindings were kept with their version.
 */
export async function findPublishedBinding(
  transaction: Transaction,
  agent: AgentRow,
  skillId: string,
): Promise<z.output<typeof PublishedAnyBinding> | null> {
  const version = await findLiveVersion(transaction, agent)
  if (version === undefined) return null
  const { skills } = Contents.parse((await findVersionContents(transaction, version.id)) ?? { skills: [] })
  const content = skills.find((entry) => entry.skillId === skillId)
  const binding = AnyBinding.safeParse(content?.binding)
  return binding.success ? { version: version.number, binding: binding.data } : null
}
