import { checkScope, type FieldName, type Skill } from '@bindery/model'
import { findCatalog, type IntegrationRow, type Transaction } from '@bindery/store'
import { type BytesChoice, chooseBytes } from '../skills/choose-bytes.ts'
import { listSkillUses, type SkillUse } from '../agents/skill-uses.ts'
import type { Principal } from '../kernel/principal.ts'
import { readObject } from '../catalog/read-entry.ts'
import { openCatalog } from '../catalog/stored-catalog.ts'
import { requireIntegration } from '../kernel/find-integration.ts'
import type { Needs } from '../kernel/needs.ts'
import { type FieldTrace, traceField } from '../skills/trace-field.ts'
import { type SkillTrace, traceSkill } from './trace-skill.ts'

export interface FieldQuestion {
  readonly kind: string
  readonly field: FieldName
  /** Bytes that are live or in a draft, or those of earlier versions too. */
  readonly versions: 'current' | 'all'
}

export interface TracedUse extends SkillUse {
  readonly trace: FieldTrace
}

export interface FieldLineage {
  /** Whether the current catalog shows the field: one that is gone or blocked may still be in live bytes. */
  readonly isInCatalog: boolean
  readonly uses: readonly TracedUse[]
}

/** Every skill of every agent that reads, compares, fills or exposes a field. Throws `not_found`. */
export async function findFieldLineage(
  services: Needs<'store'>,
  principal: Principal,
  { kind, field, versions }: FieldQuestion,
): Promise<FieldLineage> {
  return services.store.run(principal.organizationId, async (transaction) => {
    const integration = await requireIntegration(transaction, kind)
    const all = await listSkillUses(transaction, integration.id)
    const uses = all
      .filter((use) => versions === 'all' || use.inDraft || use.isLive)
      .flatMap((use): readonly TracedUse[] => {
        const trace = traceField(use.skill, field)
        return trace === undefined ? [] : [{ ...use, trace }]
      })
    return { isInCatalog: await hasField(transaction, integration, field), uses }
  })
}

async function hasField(
  transaction: Transaction,
  integration: IntegrationRow,
  { object, field }: FieldName,
): Promise<boolean> {
  const { catalogId, blockedObjects, blockedFields } = integration
  if (checkScope({ blockedObjects, blockedFields }).isFieldBlocked(object, field)) return false
  const row = catalogId === null ? undefined : await findCatalog(transaction, catalogId)
  const catalog = row === undefined ? undefined : await openCatalog(transaction, row)
  const entry = catalog?.find('object', object)
  if (catalog === undefined || entry === undefined) return false
  const [body] = await catalog.bodies(transaction, [entry])
  return body !== undefined && readObject(body).fields.some(({ name }) => name === field)
}

export interface SkillLineageAnswer {
  readonly skillHash: string
  readonly skill: Skill
  readonly trace: SkillTrace
}

/** Where each output of a skill comes from. Throws `not_found`, `no_published_version`. */
export async function findSkillLineage(
  services: Needs<'store'>,
  principal: Principal,
  question: BytesChoice,
): Promise<SkillLineageAnswer> {
  return services.store.run(principal.organizationId, async (transaction) => {
    const { skillHash, skill } = await chooseBytes(transaction, question)
    return { skillHash, skill, trace: traceSkill(skill) }
  })
}
