import { randomBytes } from 'node:crypto'
import { type Environment, partsAt, PlatformError, type Skill } from '@bindery/model'
import {
  type ColumnGrant,
  compareAccess,
  dialectOf,
  mergeAccess,
  readTableAccess,
  type SqlDialect,
  toGrants,
  writeMinimalGrants,
} from '@bindery/sources'
import { listSkillUses, type SkillUse } from '../agents/skill-uses.ts'
import type { Principal } from '../kernel/principal.ts'
import { resolveCredential } from '../credentials/resolve-credential.ts'
import { type IntegrationWithSlots, loadIntegration } from '../kernel/find-integration.ts'
import type { Needs } from '../kernel/needs.ts'
import { type HeldRights, probeRights } from './probe-rights.ts'
import { proveScopes, type ScopeProof } from './prove-scopes.ts'

export interface PrivilegeQuestion {
  readonly kind: string
  readonly environment: Environment
  /** Whose skills count: those that are live, or those of drafts too. */
  readonly of: 'published' | 'all'
  /** Name of the database user that the script makes. */
  readonly role: string
  readonly password: string | undefined
}

/** `unknown`: what the credential may do could not be found out. */
export type Verdict = 'exact' | 'missing' | 'excess' | 'unknown'

export interface SqlProof {
  readonly dialect: SqlDialect
  readonly script: string
  /** Shown once, stored nowhere; null when the caller chose one. */
  readonly generatedPassword: string | null
  readonly grants: readonly ColumnGrant[]
  readonly held: HeldRights
  readonly missing: readonly ColumnGrant[]
  readonly exact: readonly ColumnGrant[]
  readonly excess: readonly ColumnGrant[]
  readonly verdict: Verdict
}

export interface PrivilegeProof {
  readonly uses: readonly SkillUse[]
  /** Functions whose bytes do not say what they need, since they were compiled before that was kept. */
  readonly unknown: readonly string[]
  readonly sql: SqlProof | undefined
  readonly oauth: ScopeProof | undefined
}

/**
 * The least that the credential of an integration must be able to do for its enabled skills, and what it can do. A database
 * is asked; of an OAuth grant it is known what was asked for or granted. Throws `not_found`.
 */
export async function provePrivileges(
  services: Needs<'config' | 'egress' | 'runCaches' | 'store'>,
  principal: Principal,
  question: PrivilegeQuestion,
): Promise<PrivilegeProof> {
  const { organizationId } = principal
  const found = await loadIntegration(services, organizationId, question.kind)
  const all = await services.store.run(organizationId, (transaction) =>
    listSkillUses(transaction, found.integration.id),
  )
  const uses = all.filter((use) => counts(use, question.of))
  const dialect = dialectOf(found.integration.type)
  if (dialect === undefined) {
    const oauth = await proveScopes(services, { found, environment: question.environment, uses })
    return { uses, unknown: [], sql: undefined, oauth }
  }
  const { kind } = question
  const silent = uses.filter(({ skill }) =>
    partsAt(skill, kind).some((part) => readTableAccess(part.skill.plan) === undefined),
  )
  const sql = await proveSql(services, { question, found, dialect, uses })
  return { uses, unknown: silent.map(({ skill }) => skill.functionName), sql, oauth: undefined }
}

function counts({ row, inDraft, isLive }: SkillUse, of: PrivilegeQuestion['of']): boolean {
  return row.isEnabled && (isLive || (of === 'all' && inDraft))
}

/** The rights that one use of a skill needs of one integration, as grants. */
export const grantsOf = ({ skill }: SkillUse, integration: string): readonly ColumnGrant[] =>
  toGrants(mergeAccess(accessOf(skill, integration)))

const accessOf = (skill: Skill, integration: string) =>
  partsAt(skill, integration).flatMap((part) => readTableAccess(part.skill.plan) ?? [])

interface SqlQuestion {
  readonly question: PrivilegeQuestion
  readonly found: IntegrationWithSlots
  readonly dialect: SqlDialect
  readonly uses: readonly SkillUse[]
}

async function proveSql(
  services: Needs<'config' | 'egress' | 'runCaches' | 'store'>,
  { question, found, dialect, uses }: SqlQuestion,
): Promise<SqlProof> {
  const needed = mergeAccess(uses.flatMap(({ skill }) => accessOf(skill, question.kind)))
  const generatedPassword = question.password === undefined ? randomBytes(24).toString('base64url') : null
  const { environment, role } = question
  const script = writeMinimalGrants(dialect, {
    database: await databaseOf(services, found, environment),
    role,
    password: generatedPassword ?? question.password ?? '',
    access: needed,
  })
  const held = await probeRights(services, { found, environment, dialect })
  const access = held.status === 'probed' ? held.access : []
  const compared =
    held.status === 'probed' ? compareAccess(needed, access) : { missing: [], exact: [], excess: [] }
  const verdict = judge(held, compared)
  return { dialect, script, generatedPassword, grants: toGrants(needed), held, ...compared, verdict }
}

function judge(held: HeldRights, { missing, excess }: ReturnType<typeof compareAccess>): Verdict {
  if (held.status === 'unknown') return 'unknown'
  if (missing.length > 0) return 'missing'
  return excess.length > 0 || held.others.length > 0 ? 'excess' : 'exact'
}

/** The database that the credential names; a placeholder while there is none. */
async function databaseOf(
  services: Needs<'egress' | 'runCaches' | 'store'>,
  { integration, slots }: IntegrationWithSlots,
  environment: Environment,
): Promise<string> {
  const slot = slots.find((candidate) => candidate.environment === environment)
  if (slot === undefined) return 'your_database'
  try {
    const { credential } = await resolveCredential(services, integration, slot)
    return credential.login?.database ?? 'your_database'
  } catch (error) {
    if (error instanceof PlatformError) return 'your_database'
    throw error
  }
}
