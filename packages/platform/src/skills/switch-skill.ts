import { isStepsBinding, type Issue, isWrite, parseBinding, PlatformError } from '@bindery/model'
import { hasConditions } from '@bindery/model/tables'
import { missingConfig } from '@bindery/packs'
import {
  findIntegrationById,
  setSkillEnabled,
  type SkillExposure,
  type SkillRow,
  type Transaction,
} from '@bindery/store'
import type { Principal } from '../kernel/principal.ts'
import { type EnvironmentSkew, findEnvironmentSkew } from './environment-skew.ts'
import type { Needs } from '../kernel/needs.ts'
import { checkClaims } from './check-claims.ts'
import { compileAuthored } from './compile-binding.ts'
import { requireSkill } from '../kernel/require-skill.ts'
import { liveNeeds } from './live-needs.ts'
import { acknowledgedWarnings, toAcknowledge } from './to-acknowledge.ts'
import { exposeSkill } from './exposure.ts'
import { readSkill } from './read-skill.ts'

/** What somebody who enables a skill can be asked to have understood. */
export const enableAcknowledgements = ['write', ...acknowledgedWarnings] as const

export interface SkillSwitch {
  readonly agentId: string
  readonly skillIds: readonly string[]
  /** Absent leaves it as it is. */
  readonly state?: 'enabled' | 'disabled' | undefined
  /** Absent leaves it as it is. */
  readonly exposure?: SkillExposure | undefined
  /** What the operator says to have understood: `write`, and each warning that asks for it. */
  readonly acknowledge: readonly string[]
}

export interface Switched {
  readonly rows: readonly SkillRow[]
  /** Environments in which an enabled skill would meet another schema. */
  readonly warnings: readonly EnvironmentSkew[]
}

/** Switches all of the skills or, when one of them may not be, none. Throws `acknowledgement_required`, `skill_stale`. */
export async function switchSkills(
  services: Needs<'store'>,
  principal: Principal,
  change: SkillSwitch,
): Promise<Switched> {
  return services.store.run(principal.organizationId, async (transaction) => {
    const rows: SkillRow[] = []
    for (const skillId of new Set(change.skillIds))
      rows.push(await requireSkill(transaction, change.agentId, skillId))
    if (change.state === 'enabled')
      for (const row of rows) await checkEnabling(transaction, row, change.acknowledge)
    const { state, acknowledge } = change
    for (const row of rows) {
      if (state !== undefined) await switchOne(services, principal, { transaction, row, state, acknowledge })
      const { exposure } = change
      if (exposure !== undefined) await exposeSkill(services, principal, { transaction, row, exposure })
    }
    if (change.state === 'enabled') await checkAgents(transaction, rows)
    const changed: SkillRow[] = []
    for (const { id } of rows) changed.push(await requireSkill(transaction, change.agentId, id))
    const warnings = change.state === 'enabled' ? await findSkews(transaction, changed) : []
    return { rows: changed, warnings }
  })
}

interface Switching extends Pick<SkillSwitch, 'acknowledge'> {
  readonly state: 'enabled' | 'disabled'
  readonly transaction: Transaction
  readonly row: SkillRow
}

async function switchOne(
  services: Needs<'store'>,
  principal: Principal,
  switching: Switching,
): Promise<void> {
  const { transaction, row, state, acknowledge } = switching
  if (row.isEnabled === (state === 'enabled')) return
  await setSkillEnabled(transaction, row.id, state)
  await services.store.audit.append(transaction, principal.organizationId, {
    actor: principal.actor,
    action: state === 'enabled' ? 'skill.enabled' : 'skill.disabled',
    subject: row.id,
    detail: {
      functionName: row.functionName,
      compiledHash: row.skillHash,
      acknowledge: [...acknowledge],
    },
  })
}

/** What was just enabled must not tell what callers of its agent prove themselves with. */
async function checkAgents(transaction: Transaction, rows: readonly SkillRow[]): Promise<void> {
  for (const agentId of new Set(rows.map((row) => row.agentId))) await checkClaims(transaction, agentId)
}

async function findSkews(
  transaction: Transaction,
  rows: readonly SkillRow[],
): Promise<readonly EnvironmentSkew[]> {
  const found: EnvironmentSkew[] = []
  for (const row of rows) {
    found.push(...(await findEnvironmentSkew(transaction, readSkill(row.bytes))))
  }
  return found
}

async function checkEnabling(
  transaction: Transaction,
  row: SkillRow,
  acknowledge: readonly string[],
): Promise<void> {
  if (row.status === 'stale') {
    throw new PlatformError(
      'skill_stale',
      `"${row.functionName}" no longer fits its provider: ${row.statusReason ?? ''}`,
    )
  }
  const missing = missingConfig(row.binding)
  if (missing.length > 0) throw unfinished(row, missing)
  const live = await liveNeeds(transaction, row, row.skillHash)
  const changes = live.changes || isWrite(readSkill(row.bytes).effect)
  const found = [...(await findWarnings(transaction, row, changes)), ...live.warnings]
  const wanted = [...(changes ? ['write'] : []), ...new Set(found.map(({ code }) => code))]
  if (wanted.every((word) => acknowledge.includes(word))) return
  const why = [
    ...(changes ? [`"${row.functionName}" changes data at the provider.`] : []),
    ...found.map(({ message }) => message),
  ]
  throw new PlatformError(
    'acknowledgement_required',
    `${why.join(' ')} Send "acknowledge": ${JSON.stringify(wanted)} to enable it.`,
    { issues: found, members: { acknowledge: wanted } },
  )
}

/** What the compiler warns of and somebody must have understood; a read without conditions gives no such warning. */
async function findWarnings(
  transaction: Transaction,
  row: SkillRow,
  changes: boolean,
): Promise<readonly Issue[]> {
  const binding = parseBinding(row.binding)
  if (!changes && !isStepsBinding(binding) && !hasConditions(binding)) return []
  const integration = await findIntegrationById(transaction, row.integrationId)
  if (integration === undefined) return []
  const compiled = await compileAuthored(transaction, integration, binding)
  return compiled.ok ? toAcknowledge(compiled.value.warnings) : []
}

function unfinished(row: SkillRow, missing: readonly string[]): PlatformError {
  const message = `"${row.functionName}" is a draft: it lacks config. Give it with POST .../provision {"config": {...}}.`
  return new PlatformError('binding_invalid', message, {
    issues: missing.map((name) => ({
      code: 'config_missing',
      severity: 'error',
      path: ['config', name],
      message: `"${name}" has no value yet.`,
    })),
  })
}
