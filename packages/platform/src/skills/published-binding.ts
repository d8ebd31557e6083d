import { Binding } from '@bindery/model'
import { type AgentRow, findVersionContents, type Transaction } from '@bindery/store'
import { z } from 'zod'
import { findLiveVersion } from './find-version.ts'
import { Contents } from './manifest.ts'

export const PublishedBinding = z
  .object({ version: z.int().describe('Number of the version'), binding: Binding })
  .meta({ id: 'PublishedBinding' })

/**
 * What live calls of a skill were compiled from. Null for a skill that the live version does not hold, and for one published
 * before bindings were kept with their version.
 */
export async function findPublishedBinding(
  transaction: Transaction,
  agent: AgentRow,
  skillId: string,
): Promise<z.input<typeof PublishedBinding> | null> {
  const version = await findLiveVersion(transaction, agent)
  if (version === undefined) return null
  const { skills } = Contents.parse((await findVersionContents(transaction, version.id)) ?? { skills: [] })
  const content = skills.find((entry) => entry.skillId === skillId)
  const binding = Binding.safeParse(content?.binding)
  return binding.success ? { version: version.number, binding: binding.data } : null
}
