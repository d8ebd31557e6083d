import { bindingChanges } from '@bindery/compiler'
import { remapBinding } from '@bindery/mapper'
import { isStepsBinding, isWrite, type OrganizationId, parseBinding } from '@bindery/model'
import { findOpenDrift, findSkill, saveDriftRepair, type IntegrationRow } from '@bindery/store'
import { openMapping } from '../catalog/open-mapping.ts'
import type { Needs } from '../kernel/needs.ts'
import { easesOf } from '../skills/judge-skill.ts'
import { compileBinding } from '../skills/compile-binding.ts'
import { readSkill } from '../skills/read-skill.ts'

export interface MapRepair {
  readonly organizationId: OrganizationId
  readonly integration: IntegrationRow
  readonly agentId: string
  readonly skillId: string
}

/**
 * Drafts a repair for a skill that no renaming explains, by placing its names in the new catalog anew; true when there is
 * one now. It looks at the whole catalog, so it works outside of any transaction. Nothing is switched: a person decides.
 */
export async function mapRepair(
  services: Needs<'store'>,
  { organizationId, integration, agentId, skillId }: MapRepair,
): Promise<boolean> {
  const row = await services.store.run(organizationId, (transaction) =>
    findSkill(transaction, agentId, skillId),
  )
  if (row === undefined) return false
  const { catalog, tools } = await openMapping(services, { organizationId, kind: integration.kind })
  const before = parseBinding(row.binding)
  // Which step a name is missing in, and what could stand for it, is for a person.
  if (isStepsBinding(before)) return false
  const compiled = tools.compile(before)
  if (compiled.ok) return false
  const task = { binding: before, isWrite: isWrite(readSkill(row.bytes).effect), issues: compiled.failure }
  const binding = remapBinding(task, catalog, tools)
  if (binding === undefined) return false
  return services.store.run(organizationId, async (transaction) => {
    const drift = await findOpenDrift(transaction, row.id)
    if (drift === undefined || drift.repair !== null) return false
    const repaired = await compileBinding(transaction, integration, binding)
    const eases = repaired.ok ? easesOf(readSkill(row.bytes), repaired.value.skill) : []
    const repair = { by: 'mapper', binding, changes: bindingChanges(before, binding), eases }
    await saveDriftRepair(transaction, drift.id, repair)
    return true
  })
}
