import {
  type Binding,
  isWrite,
  type Issue,
  PlatformError,
  type Result,
  type Skill,
  skillBytes,
  skillHash,
} from '@bindery/model'
import { missingConfig } from '@bindery/packs'
import {
  findAgent,
  type IntegrationRow,
  insertSkill,
  keepSkillBlob,
  listEnvironments,
  rewriteSkill,
  setSkillAside,
  type SkillRow,
  findSkill,
  type Transaction,
} from '@bindery/store'
import type { Principal } from '../auth/principal.ts'
import { newSkillId } from '../ids.ts'
import { isConnected, requireIntegration } from '../integrations/find-integration.ts'
import type { Services } from '../services.ts'
import { checkTests, failingIssues } from '../skill-tests/check-tests.ts'
import { type Compiled, compileBinding } from './compile-binding.ts'

export interface AuthoredSkill {
  readonly row: SkillRow
  readonly warnings: readonly Issue[]
}

export interface AuthoringPlace {
  readonly agentId: string
  readonly kind: string
}

/** Compiles a binding without storing anything. */
export async function validateBinding(
  services: Services,
  principal: Principal,
  place: AuthoringPlace & { readonly binding: Binding },
): Promise<Result<Compiled, readonly Issue[]>> {
  return services.store.run(principal.organizationId, async (transaction) => {
    await requireAgent(transaction, place.agentId)
    const integration = await requireIntegration(transaction, place.kind)
    return compileBinding(transaction, integration, place.binding)
  })
}

/**
 * Compiles a binding into a new skill of an agent. Throws `binding_invalid` with every issue, `duplicate_name`,
 * `schema_not_discovered`, `integration_not_connected`.
 */
export async function createSkill(
  services: Services,
  principal: Principal,
  place: AuthoringPlace & { readonly binding: Binding; readonly origin?: 'binding' | 'auto' },
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
  readonly place: AuthoringPlace & { readonly binding: Binding }
  readonly origin: SkillRow['origin']
}

/** The same inside a transaction that does more. */
export async function createFromBinding(
  services: Services,
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
  })
  return {
    row: await reload(transaction, place.agentId, id),
    warnings: [...compiled.warnings, ...state.warnings],
  }
}

/** Recompiles an existing skill from a new binding; a write is disabled again, and tests that fail now are warnings. */
export async function reauthorSkill(
  services: Services,
  principal: Principal,
  place: AuthoringPlace & { readonly binding: Binding; readonly skillId: string },
): Promise<AuthoredSkill> {
  return services.store.run(principal.organizationId, async (transaction) => {
    const skill = await requireSkill(transaction, place.agentId, place.skillId)
    if (skill.kind !== place.kind) throw skillMissing(place.skillId)
    return rewriteFromBinding(services, transaction, { principal, skill, binding: place.binding })
  })
}

export interface Rewriting {
  readonly principal: Principal
  readonly skill: SkillRow
  readonly binding: Binding
  /**
   * `kept` leaves the skill as enabled, and as much in the draft, as it is: only what it is made from changed.
   * `kept_for_reads` does so too, but switches it off if it writes.
   */
  readonly enabling?: 'kept' | 'kept_for_reads'
}

/** The same inside a transaction that does more. */
export async function rewriteFromBinding(
  services: Services,
  transaction: Transaction,
  { principal, skill, binding, enabling }: Rewriting,
): Promise<AuthoredSkill> {
  const place = { agentId: skill.agent_id, kind: skill.kind, binding }
  const { compiled, state } = await prepare(transaction, place)
  const stored = await keep(transaction, principal, compiled.skill)
  const before = skill.is_enabled ? 'enabled' : 'disabled'
  const isKept = enabling === 'kept' || (enabling === 'kept_for_reads' && !isWrite(compiled.skill.effect))
  const isFree = await rewriteSkill(transaction, skill.id, {
    functionName: compiled.skill.functionName,
    isEnabled: isKept ? before : state.isEnabled,
    binding,
    skillHash: stored,
    ...(enabling === undefined ? {} : { membership: 'kept' as const }),
  })
  if (!isFree) throw nameTaken(compiled.skill)
  const skillId = skill.id
  await keepDraft(transaction, skillId, binding)
  await auditSkill(services, transaction, {
    principal,
    action: 'skill.reauthored',
    skillId,
    hash: stored,
    place,
  })
  const { organizationId } = principal
  const tests = await checkTests(services, transaction, { organizationId, skillId, skill: compiled.skill })
  return {
    row: await reload(transaction, place.agentId, skillId),
    warnings: [...compiled.warnings, ...state.warnings, ...failingIssues(tests)],
  }
}

/** A skill of that agent; throws `not_found`, for another organisation's too. */
export async function requireSkill(
  transaction: Transaction,
  agentId: string,
  skillId: string,
): Promise<SkillRow> {
  const agent = await requireAgent(transaction, agentId)
  const row = isId(skillId) ? await findSkill(transaction, agent.id, skillId) : undefined
  if (row === undefined) throw skillMissing(skillId)
  return row
}

export async function requireAgent(transaction: Transaction, agentId: string) {
  const agent = isId(agentId) ? await findAgent(transaction, agentId) : undefined
  if (agent !== undefined) return agent
  throw new PlatformError('not_found', `There is no agent "${agentId}". List them with GET /api/v1/agents.`)
}

const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)

async function prepare(transaction: Transaction, place: AuthoringPlace & { readonly binding: Binding }) {
  const agent = await requireAgent(transaction, place.agentId)
  const integration = await requireIntegration(transaction, place.kind)
  const result = await compileBinding(transaction, integration, place.binding)
  await requireConnection(transaction, integration)
  if (!result.ok) throw bindingInvalid(result.failure)
  return {
    agent,
    integration,
    compiled: result.value,
    state: initialState(place.binding, result.value.skill),
  }
}

async function requireConnection(transaction: Transaction, integration: IntegrationRow): Promise<void> {
  if (isConnected(await listEnvironments(transaction, integration.id))) return
  throw new PlatformError(
    'integration_not_connected',
    `"${integration.kind}" is not connected. Give its credential with POST /api/v1/integrations/${integration.kind}/connect; an open provider takes an empty body.`,
  )
}

/** A binding that still asks for config is no more than a draft, whoever wrote it. */
async function keepDraft(transaction: Transaction, id: SkillRow['id'], binding: Binding): Promise<void> {
  const missing = missingConfig(binding)
  if (missing.length === 0) return
  await setSkillAside(transaction, id, `Config is missing: ${missing.join(', ')}.`)
}

interface InitialState {
  readonly isEnabled: 'enabled' | 'disabled'
  readonly warnings: readonly Issue[]
}

/** Reads may be born enabled; a write never is, whatever was asked, and the answer says so. */
function initialState(binding: Binding, skill: Skill): InitialState {
  if (!binding.enabled || missingConfig(binding).length > 0) return { isEnabled: 'disabled', warnings: [] }
  if (!isWrite(skill.effect)) return { isEnabled: 'enabled', warnings: [] }
  const warning: Issue = {
    code: 'write_lands_disabled',
    severity: 'warning',
    path: ['enabled'],
    message: `"${skill.functionName}" writes, so it was stored disabled. Enable it with PATCH .../skills/{skillId} {"isEnabled": true, "acknowledge": ["write"]}.`,
  }
  return { isEnabled: 'disabled', warnings: [warning] }
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
  readonly action: string
  readonly skillId: string
  readonly hash: string
  readonly place: AuthoringPlace
}

async function auditSkill(services: Services, transaction: Transaction, event: SkillAudit): Promise<void> {
  await services.store.audit.append(transaction, event.principal.organizationId, {
    actor: event.principal.actor,
    action: event.action,
    subject: event.skillId,
    detail: { agentId: event.place.agentId, integration: event.place.kind, compiledHash: event.hash },
  })
}

function bindingInvalid(issues: readonly Issue[]): PlatformError {
  const errors = issues.filter((issue) => issue.severity === 'error').length
  const count = errors === 1 ? 'one problem' : `${errors} problems`
  return new PlatformError('binding_invalid', `The binding has ${count}. ${issues[0]?.message ?? ''}`, {
    issues,
  })
}

function nameTaken(skill: Skill): PlatformError {
  return new PlatformError(
    'duplicate_name',
    `The agent has a skill with the function name "${skill.functionName}" already. Choose another toolName.`,
  )
}

function skillMissing(skillId: string): PlatformError {
  return new PlatformError('not_found', `There is no skill "${skillId}" on this agent.`)
}
