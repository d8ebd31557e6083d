import type { GoalText, LineDecision, MappedGoal, MappingEvent } from '@bindery/mapper'
import { isStepsBinding, isWrite, PlatformError, type SchemaCatalog } from '@bindery/model'
import type { Principal } from '../kernel/principal.ts'
import type { Needs } from '../kernel/needs.ts'
import { requireAgent } from '../kernel/require-skill.ts'
import { type MappedRequest, mapRequest } from './map-request.ts'
import { type OpenMapping, openMapping } from '../catalog/open-mapping.ts'
import { storeSkill, type StoredSkill } from './store-skill.ts'
import { keepDraft, recallDraftOver, type RecalledDraft } from './stored-drafts.ts'

export interface AutoRequest {
  readonly agentId: string
  readonly kind: string
  /** Absent only for a refinement, which keeps the goal of the draft it refines. */
  readonly goal: string | undefined
  /** What else was said; what was not is taken from the draft that is refined. */
  readonly said: Omit<GoalText, 'goal'>
  /** An earlier draft whose decisions hold for this one. */
  readonly refines: string | undefined
  readonly mapper: 'any' | 'deterministic'
  readonly dryRun: boolean
}

export interface AutoDraft {
  readonly draftId: string
  readonly draft: MappedGoal
  readonly decisions: readonly LineDecision[]
  readonly mapped: Pick<MappedRequest, 'usage' | 'mapper' | 'notes'>
  /** Absent for a dry run. */
  readonly authored: StoredSkill | undefined
}

/** A request whose agent, catalog and earlier draft are there: what follows can only fail over the goal itself. */
export interface OpenedRequest {
  readonly opened: OpenMapping
  readonly goal: GoalText
  readonly recalled: RecalledDraft | undefined
  readonly request: AutoRequest
}

/** Throws `not_found`, `schema_not_discovered` and `bad_request` when there is neither a goal nor a draft to refine. */
export async function openRequest(
  services: Needs<'store'>,
  principal: Principal,
  request: AutoRequest,
): Promise<OpenedRequest> {
  const { organizationId } = principal
  const recalled = await services.store.run(organizationId, async (transaction) => {
    const agent = await requireAgent(transaction, request.agentId)
    const { kind, refines } = request
    if (refines === undefined) return undefined
    return recallDraftOver(transaction, { agentId: agent.id, kind }, refines)
  })
  const words = request.goal ?? recalled?.goal.goal
  if (words === undefined)
    throw new PlatformError('bad_request', 'Give a goal, or the draft that is to be refined as "refines".')
  const opened = await openMapping(services, { organizationId, kind: request.kind })
  const goal = { ...recalled?.goal, ...request.said, goal: words, decisions: recalled?.decisions ?? [] }
  return { opened, goal, recalled, request }
}

/** Ends the drafting when its reader is gone, and hears of it as it goes on. */
export interface DraftWatch {
  readonly signal: AbortSignal
  readonly report: (event: MappingEvent) => void
}

/**
 * Drafts a binding for a goal in words and stores it as a disabled skill. Only what scoping leaves is looked at, and no
 * data of the provider. Throws `auto_map_failed` with the best candidate and the reasons.
 */
export async function draftBinding(
  services: Needs<'languageModel' | 'logger' | 'store'>,
  principal: Principal,
  { opened, goal, recalled, request, watch }: OpenedRequest & { readonly watch: DraftWatch },
): Promise<AutoDraft> {
  const { organizationId } = principal
  const mapped = await mapRequest(services, opened, {
    organizationId,
    goal,
    mapper: request.mapper,
    ...watch,
  })
  const { result } = mapped
  if (result.status === 'abstained') {
    throw failed(result.reasons, result.best === undefined ? {} : { operation: result.best })
  }
  checkDraft(result, opened, goal)
  if (watch.signal.aborted)
    throw new PlatformError('bad_request', 'The caller went away before the draft was made; nothing is kept.')
  const { agentId, kind } = request
  const authored = request.dryRun
    ? undefined
    : await storeSkill(services, principal, {
        agentId,
        kind,
        binding: result.binding,
        earlier: recalled?.skillId ?? undefined,
      })
  const draft = authored === undefined ? result : { ...result, binding: authored.binding }
  const draftId = await keepDraft(services, principal, {
    agentId: request.agentId,
    integrationId: opened.integration.id,
    refines: recalled,
    skill: authored?.skill.row,
    goal,
    draft,
    mapper: mapped.mapper,
  })
  return { draftId, draft, decisions: goal.decisions ?? [], mapped, authored }
}

/** What a draft must never be, whatever made it: enabled, refused by the compiler, or a write for a goal that reads. */
function checkDraft(draft: MappedGoal, { catalog }: OpenMapping, goal: GoalText): void {
  const refusing = draft.issues.filter((issue) => issue.severity === 'error')
  if (refusing.length > 0) {
    throw failed(
      refusing.map((issue) => issue.message),
      { operation: draft.operation, binding: JSON.stringify(draft.binding) },
    )
  }
  const writes = !reads(catalog, draft.operation)
  if (draft.binding.enabled || (writes && goal.isWrite === false)) {
    throw failed(['The draft would write, and the goal only reads.'], { operation: draft.operation })
  }
  const before = isStepsBinding(draft.binding) ? draft.binding.steps.slice(0, -1) : []
  const changing = before.find(({ operation: name }) => !reads(catalog, name))
  if (changing !== undefined) {
    throw failed([`The draft would look something up with "${changing.operation}", which may write.`], {
      operation: draft.operation,
    })
  }
}

const reads = ({ operations }: SchemaCatalog, name: string): boolean =>
  operations.some((operation) => operation.name === name && !isWrite(operation.effect))

function failed(
  reasons: readonly string[],
  best: { readonly operation?: string; readonly binding?: string },
): PlatformError {
  const hint = best.operation === undefined ? '' : ` The nearest operation is "${best.operation}".`
  return new PlatformError('auto_map_failed', `${reasons[0] ?? 'Nothing fits the goal.'}${hint}`, {
    members: { reasons, best: { ...best } },
  })
}
