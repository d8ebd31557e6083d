import { type Environment, partsAt, PlatformError, type Skill } from '@bindery/model'
import { findCatalog } from '@bindery/store'
import type { SkillUse } from '../agents/skill-uses.ts'
import { readOperation } from '../catalog/read-entry.ts'
import { openCatalog } from '../catalog/stored-catalog.ts'
import { resolveCredential } from '../credentials/resolve-credential.ts'
import type { IntegrationWithSlots } from '../kernel/find-integration.ts'
import type { Needs } from '../kernel/needs.ts'
import {
  compareScopes,
  minimalScopes,
  type ScopeAlternatives,
  type ScopeComparison,
} from './minimal-scopes.ts'

export interface ScopeProof extends ScopeComparison {
  /** Scopes that each operation asks for, by the name of the operation. */
  readonly operations: ReadonlyMap<string, ScopeAlternatives>
  readonly required: readonly string[]
  /** Null when nothing is known of a grant. */
  readonly granted: readonly string[] | null
  /** Who said what is granted: the provider, or only the request for it. */
  readonly grantedFrom: 'provider' | 'asked' | null
  readonly note: string | null
  readonly verdict: 'exact' | 'missing' | 'excess' | 'unknown'
}

export interface ScopeProving {
  readonly found: IntegrationWithSlots
  readonly environment: Environment
  readonly uses: readonly SkillUse[]
}

const noScopes =
  'The description of this provider names no OAuth scopes for its operations, so none can be derived. Only an OpenAPI document has a place for them: a GraphQL schema, an MCP server and actions described by hand have none.'

/** The scopes that the operations of enabled skills ask for, by the catalog, against those of the credential. */
export async function proveScopes(
  services: Needs<'egress' | 'runCaches' | 'store'>,
  proving: ScopeProving,
): Promise<ScopeProof> {
  const offered = await loadScopes(services, proving)
  const used = [
    ...new Set(proving.uses.flatMap(({ skill }) => operationsAt(skill, proving.found.integration.kind))),
  ].sort()
  const operations = new Map(used.map((name) => [name, offered.get(name) ?? []]))
  const question = { needed: [...operations.values()], offered: [...offered.values()] }
  const required = minimalScopes(question)
  const held = await heldScopes(services, proving)
  const note = [...offered.values()].every((each) => each.length === 0) ? noScopes : null
  if (held === undefined) {
    const nothing = { missing: [], exact: [], excess: [], granted: null, grantedFrom: null }
    return { ...nothing, operations, required, note, verdict: 'unknown' }
  }
  const compared = compareScopes(question, held.scopes)
  const verdict = note === null ? judge(compared) : 'unknown'
  return { ...compared, operations, required, granted: held.scopes, grantedFrom: held.from, note, verdict }
}

function judge({ missing, excess }: ScopeComparison): ScopeProof['verdict'] {
  if (missing.length > 0) return 'missing'
  return excess.length > 0 ? 'excess' : 'exact'
}

/** The alternatives of every operation of the current catalog. */
async function loadScopes(
  services: Needs<'store'>,
  { found }: ScopeProving,
): Promise<ReadonlyMap<string, ScopeAlternatives>> {
  const { organizationId, catalogId } = found.integration
  if (catalogId === null) return new Map()
  const catalog = await services.store.run(organizationId, async (transaction) => {
    const row = await findCatalog(transaction, catalogId)
    return row === undefined ? undefined : openCatalog(transaction, row)
  })
  const scopes = new Map<string, ScopeAlternatives>()
  const rows = catalog?.rows('operation') ?? []
  // A large catalog is read in turns, so that others are served in between.
  for (let from = 0; from < rows.length; from += 200) {
    const bodies = await services.store.run(organizationId, async (transaction) =>
      catalog?.bodies(transaction, rows.slice(from, from + 200)),
    )
    for (const body of bodies ?? []) {
      const operation = readOperation(body)
      scopes.set(operation.name, operation.scopes ?? [])
    }
  }
  return scopes
}

interface HeldScopes {
  readonly scopes: readonly string[]
  readonly from: 'provider' | 'asked'
}

async function heldScopes(
  services: Needs<'egress' | 'runCaches' | 'store'>,
  { found, environment }: ScopeProving,
): Promise<HeldScopes | undefined> {
  const slot = found.slots.find((candidate) => candidate.environment === environment)
  if (slot === undefined || slot.connectedAt === null) return undefined
  try {
    const { scopes } = (await resolveCredential(services, found.integration, slot)).credential
    if (scopes === undefined) return undefined
    return scopes.granted === undefined
      ? { scopes: scopes.asked, from: 'asked' }
      : { scopes: scopes.granted, from: 'provider' }
  } catch (error) {
    if (error instanceof PlatformError) return undefined
    throw error
  }
}

const operationsAt = (skill: Skill, integration: string): readonly string[] =>
  partsAt(skill, integration).map((part) => part.skill.operation)
