import { Binding, isWrite, type OrganizationId, type Skill } from '@bindery/model'
import { findIntegrationById, listSkillsOfIntegration, setSkillStatus, type SkillRow } from '@bindery/store'
import type { Services } from '../services.ts'
import { compileBinding } from './compile-binding.ts'
import { readSkill } from './read-skill.ts'

/** What a new catalog means for one skill. */
export interface SkillVerdict {
  readonly skillId: string
  readonly agentId: string
  readonly functionName: string
  readonly verdict: 'compatible' | 'breaking'
  readonly reasons: readonly string[]
}

/**
 * Recompiles every skill of an integration against its current catalog and marks those that no longer fit as stale. The
 * issues are the drift report. Skills whose slice did not change are left out of it.
 */
export async function recheckSkills(
  services: Services,
  organizationId: OrganizationId,
  integrationId: string,
): Promise<readonly SkillVerdict[]> {
  const rows = await services.store.run(organizationId, (transaction) =>
    listSkillsOfIntegration(transaction, integrationId),
  )
  const verdicts: SkillVerdict[] = []
  for (const row of rows) {
    const verdict = await recheckSkill(services, organizationId, row)
    if (verdict !== undefined) verdicts.push(verdict)
  }
  return verdicts
}

async function recheckSkill(
  services: Services,
  organizationId: OrganizationId,
  row: SkillRow,
): Promise<SkillVerdict | undefined> {
  return services.store.run(organizationId, async (transaction) => {
    const integration = await findIntegrationById(transaction, row.integration_id)
    if (integration === undefined) return undefined
    const compiled = await compileBinding(transaction, integration, Binding.parse(row.binding))
    const identity = { skillId: row.id, agentId: row.agent_id, functionName: row.function_name }
    if (!compiled.ok) {
      const reasons = compiled.failure.map((issue) => issue.message)
      await setSkillStatus(transaction, row.id, {
        status: 'stale',
        reason: reasons.join(' ').slice(0, 2_000),
      })
      return { ...identity, verdict: 'breaking', reasons }
    }
    await setSkillStatus(transaction, row.id, { status: 'valid', reason: undefined })
    const current = readSkill(row.bytes)
    if (compiled.value.skill.sliceHash === current.sliceHash) return undefined
    return {
      ...identity,
      verdict: 'compatible',
      reasons: ['The part of the schema that it uses has changed and still fits.'],
    }
  })
}

/** Why a stale skill must not run: writes stop at once, reads go on until a person decides. */
export function staleReason(row: SkillRow, skill: Skill): string | undefined {
  if (row.status !== 'stale' || !isWrite(skill.effect)) return undefined
  return row.status_reason ?? 'Its provider has changed.'
}
