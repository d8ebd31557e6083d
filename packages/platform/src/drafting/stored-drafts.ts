import type { DraftLine, GoalText, LineDecision, MappedGoal } from '@bindery/mapper'
import { type AgentId, type JsonObject, nearestNames, PlatformError } from '@bindery/model'
import {
  type AutomapDecisionRow,
  findAutomapDraft,
  insertAutomapDraft,
  listAutomapDecisions,
  type ListedDraftRow,
  saveAutomapDecision,
  type Transaction,
} from '@bindery/store'
import { z } from 'zod'
import type { Principal } from '../kernel/principal.ts'
import { newId } from '../kernel/ids.ts'
import type { Needs } from '../kernel/needs.ts'
import { requireAgent } from '../kernel/require-skill.ts'
import type { MapperNote } from './map-request.ts'

/** An earlier draft with what was asked and what people said of its lines. */
export interface RecalledDraft {
  readonly id: string
  readonly rootId: string
  readonly skillId: string | null
  readonly kind: string
  readonly state: ListedDraftRow['state']
  readonly createdAt: Date
  readonly goal: GoalText
  readonly outcome: DraftOutcome
  readonly decisions: readonly LineDecision[]
  readonly rows: readonly AutomapDecisionRow[]
}

const StoredGoal = z.object({
  goal: z.string(),
  parameters: z.array(z.string()).default([]),
  outputs: z.array(z.string()).default([]),
  isWrite: z.boolean().optional(),
  allowSensitive: z.array(z.string()).default([]),
})

/** How sure a draft, or a line of it, is. */
export const Strength = z.enum(['strong', 'fair', 'weak'])

/** What a draft leaves open. */
export const Question = z.object({
  about: z.enum(['goal', 'operation', 'parameter', 'output']),
  name: z.string(),
  question: z.string(),
  lookup: z.string().exactOptional(),
})

/** What was asked for, by name or as a word of the goal, and a draft does not do. */
export const UnmetPart = z.object({
  about: z.enum(['parameter', 'output', 'word']),
  name: z.string(),
  reason: z.string(),
})

/** What became of a goal; what older drafts were kept without may be absent. */
const DraftOutcome = z.object({
  operation: z.string(),
  alternatives: z.array(z.string()),
  mode: z.enum(['deterministic', 'model']),
  model: z.string().exactOptional(),
  fallback: z.object({ reason: z.string(), message: z.string() }).exactOptional(),
  strength: Strength.exactOptional(),
  rationale: z.string().exactOptional(),
  questions: z.array(Question).default([]),
  unmet: z.array(UnmetPart).default([]),
  /** Of the skill as it was drafted: another one says that somebody saved it since. */
  revision: z.int().exactOptional(),
  lines: z.array(
    z.object({
      kind: z.enum(['input', 'output']),
      name: z.string(),
      place: z.string(),
      others: z.array(z.string()),
      strength: Strength.exactOptional(),
      signals: z.array(z.string()).default([]),
    }),
  ),
})
export type DraftOutcome = z.output<typeof DraftOutcome>

export interface DraftToKeep {
  readonly agentId: string
  readonly integrationId: string
  readonly refines: RecalledDraft | undefined
  readonly skill: { readonly id: string; readonly revision: number } | undefined
  readonly goal: GoalText
  readonly draft: MappedGoal
  readonly mapper: MapperNote
}

/** Keeps a draft so that people can say what is right and wrong in it; its id. */
export async function keepDraft(
  services: Needs<'store'>,
  principal: Principal,
  kept: DraftToKeep,
): Promise<string> {
  const { organizationId } = principal
  const id = newId()
  await services.store.run(organizationId, async (transaction) => {
    const agent = await requireAgent(transaction, kept.agentId)
    await insertAutomapDraft(transaction, {
      organizationId,
      id,
      rootId: kept.refines?.rootId ?? id,
      agentId: agent.id,
      integrationId: kept.integrationId,
      skillId: kept.skill?.id,
      request: toRequest(kept.goal),
      outcome: toOutcome(kept),
    })
  })
  return id
}

function toRequest({
  goal,
  parameters = [],
  outputs = [],
  isWrite,
  allowSensitive = [],
}: GoalText): JsonObject {
  return { goal, parameters, outputs, allowSensitive, ...(isWrite === undefined ? {} : { isWrite }) }
}

const toOutcome = ({ draft, mapper, skill }: DraftToKeep): JsonObject => ({
  operation: draft.operation,
  alternatives: draft.alternatives,
  strength: draft.strength,
  rationale: draft.rationale,
  questions: draft.questions.map((question) => ({ ...question })),
  unmet: draft.unmet.map((part) => ({ ...part })),
  ...(skill === undefined ? {} : { revision: skill.revision }),
  ...mapper,
  lines: draft.lines.map(({ kind, name, place, others, strength, signals }: DraftLine) => ({
    kind,
    name,
    place,
    others,
    strength,
    signals,
  })),
})

/** An earlier draft of an agent over one provider; throws `not_found`, for one over another provider too. */
export async function recallDraftOver(
  transaction: Transaction,
  { agentId, kind }: { readonly agentId: AgentId; readonly kind: string },
  id: string,
): Promise<RecalledDraft> {
  const draft = await recallDraft(transaction, agentId, id)
  if (draft.kind === kind) return draft
  throw new PlatformError('not_found', `The draft "${draft.id}" is of "${draft.kind}" and not of "${kind}".`)
}

/** An earlier draft of an agent; throws `not_found`. */
export async function recallDraft(
  transaction: Transaction,
  agentId: AgentId,
  id: string,
): Promise<RecalledDraft> {
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)
  const row = isId ? await findAutomapDraft(transaction, agentId, id) : undefined
  if (row === undefined) throw new PlatformError('not_found', `The agent has no draft "${id.slice(0, 60)}".`)
  const rows = await listAutomapDecisions(transaction, row.rootId)
  return {
    id: row.id,
    rootId: row.rootId,
    // The skill may have been deleted since.
    skillId: row.state === 'gone' ? null : row.skillId,
    kind: row.kind,
    state: row.state,
    createdAt: row.createdAt,
    goal: toGoal(row.request),
    outcome: DraftOutcome.parse(row.outcome),
    decisions: rows.map(toDecision),
    rows,
  }
}

/** A draft as a list shows it. */
export function listDraft(row: ListedDraftRow) {
  const { lineCount: total, accepted, rejected } = row
  const outcome = DraftOutcome.parse(row.outcome)
  return {
    draftId: row.id,
    goal: toGoal(row.request).goal,
    integration: row.kind,
    operation: outcome.operation,
    strength: outcome.strength ?? null,
    state: row.state,
    lines: { total, accepted, rejected, open: total - accepted - rejected },
    skillId: row.state === 'gone' ? null : row.skillId,
    createdAt: row.createdAt,
    mapper: outcome.mode,
  }
}

function toGoal(request: JsonObject): GoalText {
  const { isWrite, ...rest } = StoredGoal.parse(request)
  return isWrite === undefined ? rest : { ...rest, isWrite }
}

function toDecision({ kind, verdict, name, place }: AutomapDecisionRow): LineDecision {
  return kind === 'operation' ? { kind, verdict, name } : { kind, verdict, name, place }
}

/** What a person says of one line: `edit` accepts the name in another place. */
export interface Verdict {
  readonly kind: 'operation' | 'input' | 'output'
  readonly name: string
  readonly verdict: 'accept' | 'edit' | 'reject'
  /** The place that an edit puts the name to. */
  readonly place: string | undefined
}

/**
 * Keeps what a person said of the lines of a draft; it holds for every refinement. An edit is a rejection of the old place
 * and an acceptance of the new one. Throws `not_found`, and `bad_request` for lines that the draft does not have.
 */
export async function decideLines(
  services: Needs<'store'>,
  principal: Principal,
  request: {
    readonly agentId: string
    readonly kind: string
    readonly draftId: string
    readonly verdicts: readonly Verdict[]
  },
): Promise<RecalledDraft> {
  const { organizationId, actor } = principal
  return services.store.run(organizationId, async (transaction) => {
    const agent = await requireAgent(transaction, request.agentId)
    const { kind } = request
    const draft = await recallDraftOver(transaction, { agentId: agent.id, kind }, request.draftId)
    for (const verdict of request.verdicts)
      for (const decision of toDecisions(verdict, draft.outcome))
        await saveAutomapDecision(transaction, {
          organizationId,
          rootId: draft.rootId,
          decidedBy: actor,
          ...decision,
        })
    await services.store.audit.append(transaction, organizationId, {
      actor,
      action: 'automap.lines_decided',
      subject: draft.id,
      detail: { verdicts: request.verdicts.map(({ kind, name, verdict }) => `${verdict} ${kind} ${name}`) },
    })
    return recallDraft(transaction, agent.id, draft.id)
  })
}

type KeptDecision = Pick<AutomapDecisionRow, 'kind' | 'name' | 'place' | 'verdict'>

function toDecisions(
  { kind, name, verdict, place }: Verdict,
  outcome: DraftOutcome,
): readonly KeptDecision[] {
  if (kind === 'operation')
    return [{ kind, name, place: '', verdict: verdict === 'reject' ? 'reject' : 'accept' }]
  const line = outcome.lines.find((candidate) => candidate.kind === kind && candidate.name === name)
  if (verdict === 'edit') {
    if (place === undefined)
      throw new PlatformError('bad_request', `To edit "${name}" say which "place" is right.`)
    const old: readonly KeptDecision[] =
      line === undefined || line.place === place ? [] : [{ kind, name, place: line.place, verdict: 'reject' }]
    return [...old, { kind, name, place, verdict: 'accept' }]
  }
  if (line === undefined) throw noSuchLine(kind, name, outcome)
  return [{ kind, name, place: place ?? line.place, verdict }]
}

function noSuchLine(kind: string, name: string, { lines }: DraftOutcome): PlatformError {
  const names = lines.filter((line) => line.kind === kind).map((line) => line.name)
  const [near] = nearestNames(name, names)
  const hint = near === undefined ? '' : ` Did you mean "${near}"?`
  return new PlatformError('bad_request', `The draft has no ${kind} "${name}".${hint}`, {
    members: { suggestions: near === undefined ? [] : [near] },
  })
}
