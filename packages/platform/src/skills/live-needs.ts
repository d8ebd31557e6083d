import { integrationsOf, type Issue, isWrite } from '@bindery/model'
import { findIntegration, findSkillBlob, type SkillRow, type Transaction } from '@bindery/store'
import { requireAgent } from '../kernel/require-skill.ts'
import { compileAuthored } from './compile-binding.ts'
import { publishedHashOf } from './find-version.ts'
import { findPublishedBinding } from './published-binding.ts'
import { readSkill } from './read-skill.ts'
import { toAcknowledge } from './to-acknowledge.ts'

/** What whoever lets bytes run must have understood of them. */
export interface Needs {
  readonly changes: boolean
  readonly warnings: readonly Issue[]
}

const none: Needs = { changes: false, warnings: [] }

/**
 * The same of the bytes that are live, where those of the draft, or of what is about to take its place, are others: enabling a
 * skill lets both run.
 */
export async function liveNeeds(
  transaction: Transaction,
  { agentId, id }: Pick<SkillRow, 'agentId' | 'id'>,
  draftHash: string,
): Promise<Needs> {
  const agent = await requireAgent(transaction, agentId)
  const hash = await publishedHashOf(transaction, agent, id)
  const bytes = hash === undefined || hash === draftHash ? undefined : await findSkillBlob(transaction, hash)
  if (bytes === undefined) return none
  const skill = readSkill(bytes)
  const published = await findPublishedBinding(transaction, agent, id)
  const integration = await findIntegration(transaction, integrationsOf(skill)[0] ?? '')
  const compiled =
    published === null || integration === undefined
      ? undefined
      : await compileAuthored(transaction, integration, published.binding)
  return {
    changes: isWrite(skill.effect),
    warnings: compiled?.ok === true ? toAcknowledge(compiled.value.warnings) : [],
  }
}
