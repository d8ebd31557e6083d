import {
  type AnyBinding,
  integrationsOf,
  isStepsBinding,
  type Issue,
  type Result,
  type Skill,
  skillBytes,
  skillHash,
} from '@bindery/model'
import { missingConfig } from '@bindery/packs'
import {
  type AuditAction,
  insertSkill,
  keepSkillBlob,
  rewriteSkill,
  setSkillAside,
  type SkillRow,
  findSkill,
  type Transaction,
} from '@bindery/store'
import type { Principal } from '../kernel/principal.ts'
import { requireEveryEnvironment } from '../kernel/environment-rule.ts'
import { newSkillId } from '../kernel/ids.ts'
import { requireIntegration } from '../kernel/find-integration.ts'
import type { Needs } from '../kernel/needs.ts'
import { checkTests, failingIssues } from './tests/check-tests.ts'
import {
  type AuthoringPlace,
  bindingInvalid,
  nameTaken,
  othersOf,
  placeOf,
  requireConnection,
} from './author-place.ts'
import { checkClaims } from './check-claims.ts'
import { compileAuthored, compileBinding, type Compiled, compileStepsBinding } from './compile-binding.ts'
import { requireAgent, requireSkill, requireSkillOver, skillMissing } from '../kernel/require-skill.ts'
import { checkRevision, requireLocked } from './find-version.ts'
import { readSkill } from './read-skill.ts'
import { besideLive, initialState, isEnabledAsked, understoodOf } from './initial-state.ts'
import { liveNeeds } from './live-needs.ts'
import { type Enabling, keepsEnabled } from './keeps-enabled.ts'

export interface AuthoredSkill {
  readonly row: SkillRow
  readonly warnings: readonly Issue[]
}

/** Compiles a binding without storing anything. */
export async function validateBinding(
  services: Needs<'store'>,
  principal: Principal,
  place: AuthoringPlace & { readonly binding: AnyBinding },
): Promise<Result<Compiled, readonly Issue[]>> {
  return services.store.run(principal.organizationId, async (transaction) => {
    const { agentId, kind, binding } = place
    await requireAgent(transaction, agentId)
    // A step that names what is not there is a finding like the others.
    if (isStepsBinding(binding)) return compileStepsBinding(transaction, binding)
    return compileBinding(transaction, await requireIntegration(transaction, kind), binding)
  })
}

/**
 * Compiles a binding into a new skill of an agent. Throws `binding_invalid` with every issue, `duplicate_name`,
 * `schema_not_discovered`, `integration_not_connected`.
 */
export async function createSkill(
  services: Needs<'store'>,
  principal: Principal,
  place: AuthoringPlace & { readonly binding: AnyBinding; readonly origin?: 'binding' | 'auto' },
): Promise<AuthoredSkill> {
  return services.store.run(principal.organizationId, (transaction) =>
    createFromBinding(services, transaction, {
      principal,
      place,
      origin: place.origin ?? 'binding',
    }),
  )
}

export interface Creation {
  readonly principal: Principal
  readonly place: AuthoringPlace & { readonly binding: AnyBinding }
  readonly origin: SkillRow['origin']
}

/** The same inside a transaction that does more. */
export async function createFromBinding(
  services: Needs<'store'>,
  transaction: Transaction,
  { principal, place, origin }: Creation,
): Promise<AuthoredSkill> {
  const { organizationId } = principal
  const { agent, integration, compiled, state } = await prepare(transaction, place)
  const id = newSkillId()
  const stored = await keep(transaction, principal, compiled.skill)
  const isNew = await insertSkill(transaction, {
    organizationId,
    id,
    agentId: agent.id,
    integrationId: integration.id,
    stepIntegrations: othersOf(compiled.skill, integration),
    functionName: compiled.skill.functionName,
    origin,
    isEnabled: state.isEnabled,
    binding: place.binding,
    skillHash: stored,
  })
  if (!isNew) throw nameTaken(compiled.skill)
  await keepDraft(transaction, id, place.binding)
  await auditSkill(services, transaction, {
    principal,
    action: 'skill.created',
    skillId: id,
    hash: stored,
    place,
    binding: place.binding,
  })
  return {
    row: await reload(transaction, place.agentId, id),
    warnings: [...compiled.warnings, ...state.warnings],
  }
}

export interface ReauthoringPlace extends AuthoringPlace {
  readonly binding: AnyBinding
  readonly skillId: string
  /** The revision that the caller has seen; undefined for who names none. */
  readonly ifMatch: number | undefined
  /** The skill may be one over another provider until now; it is looked for over `kind` alone when absent. */
  readonly mayMove?: true
  readonly by?: Rewriting['by']
}

/** Recompiles an existing skill from a new binding; a write is disabled again, and tests that fail now are warnings. */
export async function reauthorSkill(
  services: Needs<'store'>,
  principal: Principal,
  place: ReauthoringPlace,
): Promise<AuthoredSkill> {
  return services.store.run(principal.organizationId, async (transaction) => {
    // Held, so that of two who saw the same only one saves.
    await requireLocked(transaction, place.agentId)
    const skill = await requireRewritable(transaction, place)
    checkRevision({ name: 'skill', revision: skill.revision }, place.ifMatch)
    const { kind, binding, by } = place
    return rewriteFromBinding(services, transaction, { principal, skill, binding, kind, by })
  })
}

export interface Rewriting {
  readonly principal: Principal
  readonly skill: SkillRow
  readonly binding: AnyBinding
  readonly enabling?: Enabling
  /** Slug of the provider of a binding of one operation; that of the skill when absent. */
  readonly kind?: string
  /** `author`: who writes it has read it, so that what was enabled afterwards stays so where it does not say anything else. */
  readonly by?: 'author' | undefined
}

/** The same inside a transaction that does more. */
export async function rewriteFromBinding(
  services: Needs<'store'>,
  transaction: Transaction,
  { principal, skill, binding, enabling, kind = skill.kind, by }: Rewriting,
): Promise<AuthoredSkill> {
  const place = isStepsBinding(binding)
    ? placeOf(skill.agentId, binding)
    : { agentId: skill.agentId, kind, binding }
  const { integration, compiled, ...born } = await prepare(
    transaction,
    { ...place, isAsked: by === 'author' ? isEnabledAsked(skill, binding) : binding.enabled },
    await understoodOf(transaction, skill),
  )
  const stored = await keep(transaction, principal, compiled.skill)
  const before = skill.isEnabled ? 'enabled' : 'disabled'
  const state =
    before === 'enabled'
      ? born.state
      : besideLive(born.state, compiled.skill, await liveNeeds(transaction, skill, stored))
  const effects = { before: readSkill(skill.bytes).effect, after: compiled.skill.effect }
  const isKept = enabling !== undefined && keepsEnabled(enabling, effects)
  const isEnabled = isKept ? before : state.isEnabled
  if (isEnabled !== before) requireEveryEnvironment(principal)
  const isFree = await rewriteSkill(transaction, skill.id, {
    integrationId: integration.id,
    stepIntegrations: othersOf(compiled.skill, integration),
    functionName: compiled.skill.functionName,
    isEnabled,
    binding,
    skillHash: stored,
    ...(enabling === undefined ? {} : { membership: 'kept' as const }),
  })
  if (!isFree) throw nameTaken(compiled.skill)
  // What was frozen before runs again from here on.
  if (isEnabled === 'enabled' && before === 'disabled') await checkClaims(transaction, skill.agentId)
  const skillId = skill.id
  await keepDraft(transaction, skillId, binding)
  await auditSkill(services, transaction, {
    principal,
    action: 'skill.reauthored',
    skillId,
    hash: stored,
    place,
    binding: place.binding,
  })
  const { organizationId } = principal
  const tests = await checkTests(services, transaction, { organizationId, skillId, skill: compiled.skill })
  return {
    row: await reload(transaction, place.agentId, skillId),
    warnings: [...compiled.warnings, ...state.warnings, ...failingIssues(tests)],
  }
}

/** Below one provider a skill of one operation is found over that provider alone. */
function requireRewritable(transaction: Transaction, place: ReauthoringPlace): Promise<SkillRow> {
  return place.mayMove === true || isStepsBinding(place.binding)
    ? requireSkill(transaction, place.agentId, place.skillId)
    : requireSkillOver(transaction, place, place.skillId)
}

interface Preparing extends AuthoringPlace {
  readonly binding: AnyBinding
  /** Whether it is to be enabled; what the binding says when absent. */
  readonly isAsked?: boolean
}

async function prepare(transaction: Transaction, place: Preparing, understood: readonly string[] = []) {
  const agent = await requireAgent(transaction, place.agentId)
  const integration = await requireIntegration(transaction, place.kind)
  const result = await compileAuthored(transaction, integration, place.binding)
  const called = result.ok ? integrationsOf(result.value.skill) : [integration.kind]
  for (const kind of called) await requireConnection(transaction, await requireIntegration(transaction, kind))
  if (!result.ok) throw bindingInvalid(result.failure)
  return {
    agent,
    integration,
    compiled: result.value,
    state: initialState(
      { ...place.binding, enabled: place.isAsked ?? place.binding.enabled },
      result.value,
      understood,
    ),
  }
}

/** A binding that still asks for config is no more than a draft, whoever wrote it. */
async function keepDraft(transaction: Transaction, id: SkillRow['id'], binding: AnyBinding): Promise<void> {
  const missing = missingConfig(binding)
  if (missing.length === 0) return
  await setSkillAside(transaction, id, `Config is missing: ${missing.join(', ')}.`)
}

async function keep(transaction: Transaction, principal: Principal, skill: Skill): Promise<string> {
  const hash = skillHash(skill)
  await keepSkillBlob(transaction, {
    organizationId: principal.organizationId,
    hash,
    bytes: skillBytes(skill),
  })
  return hash
}

async function reload(transaction: Transaction, agentId: string, skillId: string): Promise<SkillRow> {
  const row = await findSkill(transaction, agentId, skillId)
  if (row === undefined) throw skillMissing(skillId)
  return row
}

interface SkillAudit {
  readonly principal: Principal
  readonly action: AuditAction
  readonly skillId: string
  readonly hash: string
  readonly place: AuthoringPlace
  readonly binding: AnyBinding
}

async function auditSkill(
  services: Needs<'store'>,
  transaction: Transaction,
  event: SkillAudit,
): Promise<void> {
  const { allowSensitive } = event.binding
  await services.store.audit.append(transaction, event.principal.organizationId, {
    actor: event.principal.actor,
    action: event.action,
    subject: event.skillId,
    detail: {
      agentId: event.place.agentId,
      integration: event.place.kind,
      compiledHash: event.hash,
      ...(allowSensitive.length === 0 ? {} : { allowSensitive: [...allowSensitive] }),
    },
  })
}
