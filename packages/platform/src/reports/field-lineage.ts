import { checkScope, partsAt, type Skill } from '@bindery/model'
import { findCatalog, type IntegrationRow, type Transaction } from '@bindery/store'
import { type BytesChoice, chooseBytes } from '../skills/choose-bytes.ts'
import { listSkillUses, type SkillUse } from '../agents/skill-uses.ts'
import type { Principal } from '../kernel/principal.ts'
import { readObject } from '../catalog/read-entry.ts'
import { openCatalog } from '../catalog/stored-catalog.ts'
import { requireIntegration } from '../kernel/find-integration.ts'
import type { Needs } from '../kernel/needs.ts'
import { type FieldTrace, type TracedName, traceField } from '../skills/trace-field.ts'
import { type SkillTrace, traceSkill } from './trace-skill.ts'

/** What somebody asks about: a field, all fields of an object, or an operation. */
export type Traced =
  | ({ readonly on: 'object' } & TracedName)
  | { readonly on: 'operation'; readonly operation: string }

export interface FieldQuestion {
  readonly kind: string
  readonly about: Traced
  /** Bytes that are live or in a draft, or those of earlier versions too. */
  readonly versions: 'current' | 'all'
}

export interface TracedUse extends SkillUse {
  readonly trace: FieldTrace
}

export interface FieldLineage {
  /** Whether the current catalog shows what was asked about: what is gone or blocked may still be in live bytes. */
  readonly isInCatalog: boolean
  readonly uses: readonly TracedUse[]
}

/** Every skill of every agent that reads, compares, fills or exposes a field, or calls an operation. Throws `not_found`. */
export async function findFieldLineage(
  services: Needs<'store'>,
  principal: Principal,
  { kind, about, versions }: FieldQuestion,
): Promise<FieldLineage> {
  return services.store.run(principal.organizationId, async (transaction) => {
    const integration = await requireIntegration(transaction, kind)
    const all = await listSkillUses(transaction, integration.id)
    const uses = all
      .filter((use) => versions === 'all' || use.inDraft || use.isLive)
      .flatMap((use): readonly TracedUse[] => {
        const trace = traceIn(use.skill, kind, about)
        return trace === undefined ? [] : [{ ...use, trace }]
      })
    return { isInCatalog: await isShown(transaction, integration, about), uses }
  })
}

const callOnly: FieldTrace = {
  exposedAs: [],
  throughTo: [],
  comparedWith: [],
  filledFrom: [],
  isReadBeside: false,
  isUntraced: false,
}

function traceIn(skill: Skill, integration: string, about: Traced): FieldTrace | undefined {
  if (about.on === 'object') return traceField(skill, integration, about)
  const calls = partsAt(skill, integration).some((part) => part.skill.operation === about.operation)
  return calls ? callOnly : undefined
}

async function isShown(
  transaction: Transaction,
  integration: IntegrationRow,
  about: Traced,
): Promise<boolean> {
  const { catalogId, blockedObjects, blockedFields } = integration
  const scope = checkScope({ blockedObjects, blockedFields })
  const row = catalogId === null ? undefined : await findCatalog(transaction, catalogId)
  const catalog = row === undefined ? undefined : await openCatalog(transaction, row)
  const entry = catalog?.find(about.on, about.on === 'object' ? about.object : about.operation)
  if (catalog === undefined || entry?.mentions.some(scope.isObjectBlocked) !== false) return false
  if (about.on === 'operation' || about.field === undefined) return true
  const { object, field } = about
  const [body = '{}'] = await catalog.bodies(transaction, [entry])
  return !scope.isFieldBlocked(object, field) && readObject(body).fields.some(({ name }) => name === field)
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
