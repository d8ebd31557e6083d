import { isWrite, PlatformError } from '@bindery/model'
import { missingConfig } from '@bindery/packs'
import { setSkillEnabled, type SkillRow, type Transaction } from '@bindery/store'
import type { Principal } from '../auth/principal.ts'
import { type EnvironmentSkew, findEnvironmentSkew } from '../drift/environment-skew.ts'
import type { Services } from '../services.ts'
import { requireSkill } from './author-skill.ts'
import { readSkill } from './read-skill.ts'

export interface SkillSwitch {
  readonly agentId: string
  readonly skillIds: readonly string[]
  readonly state: 'enabled' | 'disabled'
  /** What the operator says to have understood; a write needs `write`. */
  readonly acknowledge: readonly string[]
}

export interface Switched {
  readonly rows: readonly SkillRow[]
  /** Environments in which an enabled skill would meet another schema. */
  readonly warnings: readonly EnvironmentSkew[]
}

/** Switches all of the skills or, when one of them may not be, none. Throws `acknowledgement_required`, `skill_stale`. */
export async function switchSkills(
  services: Services,
  principal: Principal,
  change: SkillSwitch,
): Promise<Switched> {
  return services.store.run(principal.organizationId, async (transaction) => {
    const rows: SkillRow[] = []
    for (const skillId of change.skillIds) rows.push(await requireSkill(transaction, change.agentId, skillId))
    if (change.state === 'enabled') for (const row of rows) checkEnabling(row, change.acknowledge)
    for (const row of rows) {
      await setSkillEnabled(transaction, row.id, change.state)
      await services.store.audit.append(transaction, principal.organizationId, {
        actor: principal.actor,
        action: change.state === 'enabled' ? 'skill.enabled' : 'skill.disabled',
        subject: row.id,
        detail: {
          functionName: row.function_name,
          compiledHash: row.skill_hash,
          acknowledge: [...change.acknowledge],
        },
      })
    }
    const changed: SkillRow[] = []
    for (const { id } of rows) changed.push(await requireSkill(transaction, change.agentId, id))
    const warnings = change.state === 'enabled' ? await findSkews(transaction, changed) : []
    return { rows: changed, warnings }
  })
}

async function findSkews(
  transaction: Transaction,
  rows: readonly SkillRow[],
): Promise<readonly EnvironmentSkew[]> {
  const found: EnvironmentSkew[] = []
  for (const row of rows) {
    found.push(...(await findEnvironmentSkew(transaction, readSkill(row.bytes), row.integration_id)))
  }
  return found
}

function checkEnabling(row: SkillRow, acknowledge: readonly string[]): void {
  if (row.status === 'stale') {
    throw new PlatformError(
      'skill_stale',
      `"${row.function_name}" no longer fits its provider: ${row.status_reason ?? ''}`,
    )
  }
  const missing = missingConfig(row.binding)
  if (missing.length > 0) throw unfinished(row, missing)
  if (!isWrite(readSkill(row.bytes).effect) || acknowledge.includes('write')) return
  throw new PlatformError(
    'acknowledgement_required',
    `"${row.function_name}" changes data at the provider. Send "acknowledge": ["write"] to enable it.`,
    { members: { acknowledge: ['write'] } },
  )
}

function unfinished(row: SkillRow, missing: readonly string[]): PlatformError {
  const message = `"${row.function_name}" is a draft: it lacks config. Give it with POST .../provision {"config": {...}}.`
  return new PlatformError('binding_invalid', message, {
    issues: missing.map((name) => ({
      code: 'config_missing',
      severity: 'error',
      path: ['config', name],
      message: `"${name}" has no value yet.`,
    })),
  })
}
