import { setSkillExposure, type SkillExposure, type SkillRow, type Transaction } from '@bindery/store'
import type { Principal } from '../kernel/principal.ts'
import type { Needs } from '../kernel/needs.ts'
import { checkClaims } from './check-claims.ts'
import { skillMissing } from '../kernel/require-skill.ts'

/** An internal skill is no tool: agents cannot tell that there is one. Throws `not_found` for what was asked, id or name. */
export function requireExposed(skill: { readonly id: string; readonly exposure: SkillExposure }): void {
  if (skill.exposure === 'internal') throw skillMissing(skill.id)
}

/**
 * Says whether agents get a skill; felt at once, in published versions too. Throws `claim_exposed` when a skill would give
 * away what callers prove themselves with.
 */
export async function exposeSkill(
  services: Needs<'store'>,
  principal: Principal,
  change: { readonly transaction: Transaction; readonly row: SkillRow; readonly exposure: SkillExposure },
): Promise<void> {
  const { transaction, row, exposure } = change
  if (row.exposure === exposure) return
  await setSkillExposure(transaction, row.id, exposure)
  if (exposure === 'agents') await checkClaims(transaction, row.agentId)
  await services.store.audit.append(transaction, principal.organizationId, {
    actor: principal.actor,
    action: exposure === 'internal' ? 'skill.hidden' : 'skill.exposed',
    subject: row.id,
    detail: { functionName: row.functionName, compiledHash: row.skillHash },
  })
}
