import { type AnyBinding, type Issue, isWrite, parseBinding, type Skill } from '@bindery/model'
import { missingConfig } from '@bindery/packs'
import { findIntegrationById, type SkillRow, type Transaction } from '@bindery/store'
import { compileAuthored, type Compiled } from './compile-binding.ts'
import type { Needs } from './live-needs.ts'
import { toAcknowledge } from './to-acknowledge.ts'

export interface InitialState {
  readonly isEnabled: 'enabled' | 'disabled'
  readonly warnings: readonly Issue[]
}

/**
 * Reads may be born enabled where nobody must have understood anything more of them than what was `understood`; a write never
 * is. Whatever was asked, the answer says why not.
 */
export function initialState(
  binding: AnyBinding,
  { skill, warnings }: Compiled,
  understood: readonly string[],
): InitialState {
  if (!binding.enabled || missingConfig(binding).length > 0) return { isEnabled: 'disabled', warnings: [] }
  if (isWrite(skill.effect)) return landsDisabled(writeLands(skill))
  const open = toAcknowledge(warnings).filter(({ code }) => !understood.includes(code))
  return open.length === 0 ? { isEnabled: 'enabled', warnings: [] } : landsDisabled(readLands(skill, open))
}

const landsDisabled = ({ code, message }: Pick<Issue, 'code' | 'message'>): InitialState => ({
  isEnabled: 'disabled',
  warnings: [{ code, severity: 'warning', path: ['enabled'], message }],
})

const writeLands = ({ functionName }: Skill) => ({
  code: 'write_lands_disabled',
  message: `"${functionName}" writes, so it was stored disabled. Enable it with PATCH .../skills/{skillId} {"isEnabled": true, "acknowledge": ["write"]}.`,
})

function readLands({ functionName }: Skill, open: readonly Issue[]) {
  const codes = [...new Set(open.map(({ code }) => code))]
  const why = open.map(({ message }) => message).join(' ')
  return {
    code: 'read_lands_disabled',
    message: `"${functionName}" was stored disabled, since somebody must have understood this first: ${why} Enable it with PATCH .../skills/{skillId} {"isEnabled": true, "acknowledge": ${JSON.stringify(codes)}}.`,
  }
}

/** The same where enabling would let live bytes run that nobody agreed to: they are others than those that are written. */
export function besideLive(state: InitialState, { functionName }: Skill, live: Needs): InitialState {
  const words = [...(live.changes ? ['write'] : []), ...new Set(live.warnings.map(({ code }) => code))]
  if (state.isEnabled === 'disabled' || words.length === 0) return state
  return landsDisabled({
    code: 'read_lands_disabled',
    message: `"${functionName}" stays disabled, since enabling it lets what is published run too, which somebody must agree to. Enable it with PATCH .../skills/{skillId} {"isEnabled": true, "acknowledge": ${JSON.stringify(words)}}.`,
  })
}

/** What was enabled afterwards stays so where its binding does not say anything else than before. */
export const isEnabledAsked = (row: SkillRow, binding: AnyBinding): boolean =>
  binding.enabled || (row.isEnabled && !parseBinding(row.binding).enabled)

/** What somebody understood of a skill that is enabled: the same is not asked of who changes something else. */
export async function understoodOf(transaction: Transaction, row: SkillRow): Promise<readonly string[]> {
  if (!row.isEnabled) return []
  const integration = await findIntegrationById(transaction, row.integrationId)
  if (integration === undefined) return []
  const compiled = await compileAuthored(transaction, integration, parseBinding(row.binding))
  return compiled.ok ? toAcknowledge(compiled.value.warnings).map(({ code }) => code) : []
}
