import { compile } from '@bindery/compiler'
import { type AbstainedGoal, type GoalText, mapGoal, type MappedGoal } from '@bindery/mapper'
import { isWrite, PlatformError, type SchemaCatalog } from '@bindery/model'
import { loadAdapter } from '@bindery/sources'
import type { IntegrationRow } from '@bindery/store'
import type { Principal } from '../auth/principal.ts'
import { inCatalog } from '../catalog/browse.ts'
import { loadVisibleCatalog } from '../catalog/load-visible.ts'
import type { Services } from '../services.ts'
import { type AuthoredSkill, createSkill } from '../skills/author-skill.ts'

export interface AutoRequest extends GoalText {
  readonly agentId: string
  readonly kind: string
  readonly dryRun: boolean
}

export interface AutoDraft {
  readonly draft: MappedGoal
  /** Absent for a dry run. */
  readonly authored: AuthoredSkill | undefined
}

/**
 * Drafts a binding for a goal in words and stores it as a disabled skill. Only what scoping leaves is looked at, and no
 * data of the provider. Throws `auto_map_failed` with the best candidate and the reasons.
 */
export async function draftBinding(
  services: Services,
  principal: Principal,
  request: AutoRequest,
): Promise<AutoDraft> {
  const query = { organizationId: principal.organizationId, kind: request.kind }
  const { integration, catalog: stored } = await inCatalog(services, query, async (scoped) => scoped)
  const catalog = await rememberCatalog(
    // Scoping and classes are part of what is remembered: each change of them is a new revision.
    `${principal.organizationId} ${integration.id} ${stored.row.id} ${integration.revision}`,
    () => loadVisibleCatalog(services, integration, stored),
  )
  const draft = await map(request, { catalog, integration, catalogHash: stored.row.hash })
  if (draft.status === 'abstained') throw abstained(draft)
  checkDraft(draft, catalog, request)
  if (request.dryRun) return { draft, authored: undefined }
  const place = { agentId: request.agentId, kind: request.kind, binding: draft.binding }
  return { draft, authored: await createSkill(services, principal, { ...place, origin: 'auto' }) }
}

/** Whole catalogs are large, so only the last few that were mapped are kept: a refinement often follows at once. */
const mostCatalogs = 4
const catalogs = new Map<string, Promise<SchemaCatalog>>()

function rememberCatalog(key: string, load: () => Promise<SchemaCatalog>): Promise<SchemaCatalog> {
  const known = catalogs.get(key) ?? load()
  catalogs.delete(key)
  catalogs.set(key, known)
  known.catch(() => catalogs.delete(key))
  const [oldest] = catalogs.keys()
  if (catalogs.size > mostCatalogs && oldest !== undefined) catalogs.delete(oldest)
  return known
}

interface MappingScene {
  readonly catalog: SchemaCatalog
  readonly integration: IntegrationRow
  readonly catalogHash: string
}

async function map(
  request: AutoRequest,
  { catalog, integration, catalogHash }: MappingScene,
): Promise<MappedGoal | AbstainedGoal> {
  const lowering = await loadAdapter(integration.type)
  const scoping = { blockedObjects: integration.blocked_objects, blockedFields: integration.blocked_fields }
  return mapGoal(request, catalog, {
    compile: (binding) =>
      compile({ binding, catalog, catalogHash, lowering, integration: integration.kind, scoping }),
  })
}

/** What a draft must never be, whatever made it: enabled, refused by the compiler, or a write for a goal that reads. */
function checkDraft(draft: MappedGoal, catalog: SchemaCatalog, request: AutoRequest): void {
  const refusing = draft.issues.filter((issue) => issue.severity === 'error')
  if (refusing.length > 0) {
    throw failed(
      refusing.map((issue) => issue.message),
      { operation: draft.operation, binding: toJson(draft.binding) },
    )
  }
  const operation = catalog.operations.find((candidate) => candidate.name === draft.operation)
  const writes = operation === undefined || isWrite(operation.effect)
  if (draft.binding.enabled || (writes && request.isWrite === false)) {
    throw failed(['The draft would write, and the goal only reads.'], { operation: draft.operation })
  }
}

function abstained({ reasons, best }: AbstainedGoal): PlatformError {
  return failed(reasons, best === undefined ? {} : { operation: best })
}

const toJson = (value: object): string => JSON.stringify(value)

function failed(
  reasons: readonly string[],
  best: { readonly operation?: string; readonly binding?: string },
): PlatformError {
  const hint = best.operation === undefined ? '' : ` The nearest operation is "${best.operation}".`
  return new PlatformError('auto_map_failed', `${reasons[0] ?? 'Nothing fits the goal.'}${hint}`, {
    members: { reasons, best: { ...best } },
  })
}
