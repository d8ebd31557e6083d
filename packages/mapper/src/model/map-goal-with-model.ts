import { isWrite, type SchemaCatalog } from '@bindery/model'
import { type Candidate, candidateConfidence, weighCandidate, weighCandidates } from '../candidate.ts'
import { isAccepted } from '../decisions.ts'
import { finishDraft } from '../draft/finish-draft.ts'
import { isFilledLater } from '../draft/settle-binding.ts'
import { writeBinding } from '../draft/write-binding.ts'
import { mapGoal } from '../map-goal.ts'
import type { AbstainedGoal, MappedGoal, MappingTools } from '../mapped-goal.ts'
import { type PreparedGoal, prepareGoal, withEffect } from '../prepare-goal.ts'
import type { GoalText } from '../ranking/query.ts'
import { rankQuery, type ScoredOperation } from '../ranking/rank-operations.ts'
import { readQuery } from '../ranking/query.ts'
import { ask, type AnswerCache, type Session, type StepFailure } from './ask.ts'
import { Budget, type BudgetLimits, type MappingUsage, standardBudget } from './budget.ts'
import type { ChatModel } from './chat-model.ts'
import { cleanText } from './clean-text.ts'
import { fallbackMessage } from './fallback-message.ts'
import { mapStep, type PlacedIds } from './map-step.ts'
import type { MappingEvent } from './mapping-event.ts'
import { nameAt } from './name-at.ts'
import { type Offer, offerOperations } from './offer-operations.ts'
import { offerPlaces } from './offer-places.ts'
import type { PlaceOffer } from './place-offer.ts'
import { type PlacedNames, placeNames } from './placed-names.ts'
import { rewriteStep } from './rewrite-step.ts'
import { type Selection, selectStep } from './select-step.ts'

export interface ModelTools extends MappingTools {
  readonly chat: ChatModel
  readonly signal: AbortSignal
  readonly now: () => number
  readonly sleep: Session['sleep']
  readonly cache?: AnswerCache | undefined
  readonly budget?: BudgetLimits
  readonly report?: (event: MappingEvent) => void
}

/** What became of a goal, what that cost, and whether the model made it or the rules had to. */
export interface ModelMapping {
  readonly result: MappedGoal | AbstainedGoal
  readonly usage: MappingUsage
  /** Set when the model gave nothing usable and the rules drafted alone. */
  readonly fallback?: StepFailure
}

const mostRepairs = 3
const mostFlagged = 10

/**
 * Drafts a binding with a language model that may only choose among listed ids, and falls back on the rules when it gives
 * nothing usable. What the draft may be is decided here and not by the model: one operation that the goal's own words
 * allow, names that the catalog holds, never enabled, never a host, a header, a secret or free text. Never throws.
 */
export async function mapGoalWithModel(
  request: GoalText,
  catalog: SchemaCatalog,
  tools: ModelTools,
): Promise<ModelMapping> {
  const budget = new Budget(tools.budget ?? standardBudget, tools.now)
  const report = tools.report ?? (() => undefined)
  report({ kind: 'stage', name: 'rank' })
  const prepared = prepareGoal(request, catalog, 'all')
  if (!prepared.ok) {
    return { result: { status: 'abstained', reasons: [prepared.failure] }, usage: budget.usage }
  }
  const session: Session = { ...tools, budget }
  const scene: ModelScene = { prepared: prepared.value, session, tools, report }
  const drafted = await draftWithModel(scene)
  if (drafted.ok) return { result: drafted.value, usage: budget.usage }
  report({ kind: 'stage', name: 'fall_back' })
  report({
    kind: 'diagnostic',
    code: drafted.failure,
    message: fallbackMessage(drafted.failure, tools.chat.model),
  })
  return { result: mapGoal(request, catalog, tools), usage: budget.usage, fallback: drafted.failure }
}

interface ModelScene {
  readonly prepared: PreparedGoal
  readonly session: Session
  readonly tools: ModelTools
  readonly report: (event: MappingEvent) => void
}

type Drafted<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly failure: StepFailure }

async function draftWithModel(scene: ModelScene): Promise<Drafted<MappedGoal | AbstainedGoal>> {
  const { report } = scene
  const rewritten = await rewrite(scene)
  if (!rewritten.ok) return rewritten
  const widened = rewritten.value
  const offer = offerOperations(widened)
  reportFlagged(offer.flagged, scene)
  const selected = await select(scene, widened, offer)
  if (!selected.ok) return selected
  const { choices, effect } = selected.value
  const decided = { ...scene, prepared: withAgreedEffect(scene.prepared, effect) }
  for (const chosen of choices) {
    const others = [
      ...choices.filter((entry) => entry !== chosen),
      ...widened.ranked.filter((entry) => !choices.includes(entry)),
    ]
    const rivals = choices.filter((entry) => entry !== chosen)
    const drafted = await draftChosen(decided, chosen, { others, rivals })
    if (!drafted.ok) return drafted
    if (drafted.value === 'does_not_fit') continue
    for (const line of drafted.value.lines) report({ kind: 'line', line })
    return { ok: true, value: drafted.value }
  }
  return { ok: true, value: abstain(widened, scene.session.chat.model) }
}

/** What stands behind a chosen operation: all that could serve the goal, and what the model chose next. */
interface Behind {
  readonly others: readonly ScoredOperation[]
  readonly rivals: readonly ScoredOperation[]
}

/** A draft of one operation; `does_not_fit` when the model saw its places and wants the next one. */
async function draftChosen(
  scene: ModelScene,
  chosen: ScoredOperation,
  { others, rivals }: Behind,
): Promise<Drafted<MappedGoal | 'does_not_fit'>> {
  scene.report({
    kind: 'candidate',
    operation: chosen.operation.name,
    alternatives: others.slice(0, 5).map(({ operation }) => operation.name),
  })
  const offered = offerPlaces(chosen, scene.prepared, rivals)
  // Nobody is shown what could not be written down.
  const places = scene.tools.steps === undefined ? { ...offered, lookups: [] } : offered
  reportFlagged(places.flagged, scene)
  const placed = await place(scene, places)
  if (!placed.ok) return placed
  if (placed.value === 'does_not_fit') return { ok: true, value: placed.value }
  return { ok: true, value: finish(placed.value, scene, others) }
}

/**
 * What a goal asks for, where the model and the goal's grammar are weighed: the model decides, but that something is to be changed
 * needs the caller's word or the goal's own, else it is asked about.
 */
function withAgreedEffect(prepared: PreparedGoal, effect: Selection['effect']): PreparedGoal {
  const { goal, query } = prepared
  if (goal.isWrite !== undefined) return prepared
  const isSure = effect !== 'write' || query.intent.effect === 'write'
  const agreed = effect === 'cannot_tell' || !isSure ? 'unclear' : effect
  return { ...prepared, query: withEffect(query, agreed) }
}

/** For a catalog that cannot be offered whole: ranks again with the provider's own nouns beside the goal's words. */
async function rewrite({ prepared, session, report }: ModelScene): Promise<Drafted<PreparedGoal>> {
  const unchanged = { ok: true, value: prepared } as const
  if (offerOperations(prepared).isWhole) return unchanged
  const step = rewriteStep(prepared)
  if (step === undefined) return unchanged
  report({ kind: 'stage', name: 'rewrite' })
  const asked = await ask(step, session)
  if (!asked.ok) return mayGoOn(asked.failure) ? unchanged : asked
  if (asked.value.length === 0) return unchanged
  const { goal, index, query } = prepared
  const rewritten = readQuery({ ...goal, goal: `${goal.goal} ${asked.value.join(' ')}` }, index)
  const ranked = rankQuery(index, { ...rewritten, intent: query.intent })
  const known = new Set(prepared.ranked.map(({ operation }) => operation))
  return {
    ok: true,
    value: { ...prepared, ranked: ranked.filter(({ operation }) => known.has(operation)) },
  }
}

/** What one question was answered with says little about the next; a server that gives no answers gives none to it either. */
const mayGoOn = (failure: StepFailure): boolean =>
  failure === 'refused' || failure === 'cut_off' || failure === 'illegal_answer' || failure === 'budget'

function reportFlagged(names: readonly string[], { report }: ModelScene): void {
  for (const name of names.slice(0, mostFlagged))
    report({
      kind: 'diagnostic',
      code: 'text_left_out',
      message: `The description of "${name.slice(0, 100)}" reads like an order and was left out.`,
    })
}

interface Selected {
  readonly effect: Selection['effect']
  readonly choices: readonly ScoredOperation[]
}

async function select(
  { session, report }: ModelScene,
  prepared: PreparedGoal,
  offer: Offer,
): Promise<Drafted<Selected>> {
  const accepted = offer.operations.find(({ ranked }) =>
    isAccepted(prepared.goal.decisions ?? [], ranked.operation.name),
  )
  if (accepted !== undefined)
    return { ok: true, value: { effect: 'cannot_tell', choices: [accepted.ranked] } }
  const step = selectStep(prepared, offer)
  if (step === undefined) return { ok: true, value: { effect: 'cannot_tell', choices: [] } }
  report({ kind: 'stage', name: 'select' })
  const asked = await ask(step, session)
  if (!asked.ok) return asked
  const { effect, choices } = asked.value
  const chosen = choices.flatMap((id) => offer.operations.filter((entry) => entry.id === id))
  const ranked = chosen.map((entry) => entry.ranked)
  return { ok: true, value: { effect, choices: effect === 'read' ? readsFirst(ranked) : ranked } }
}

/** A goal that reads gets a write only where the model found no read that serves it. */
const readsFirst = (choices: readonly ScoredOperation[]): readonly ScoredOperation[] => [
  ...choices.filter(({ operation }) => !isWrite(operation.effect)),
  ...choices.filter(({ operation }) => isWrite(operation.effect)),
]

/** Places names in one operation, and lets the compiler's findings be mended; of several answers the least refused is kept. */
async function place(scene: ModelScene, offer: PlaceOffer): Promise<Drafted<PlacedNames | 'does_not_fit'>> {
  const { prepared, session, report } = scene
  const candidate = weighCandidate(offer.ranked, prepared)
  // What a person chose fits whatever a model makes of it.
  const isChosen = isAccepted(prepared.goal.decisions ?? [], offer.ranked.operation.name)
  report({ kind: 'stage', name: 'map' })
  let best: { readonly placed: PlacedNames; readonly errors: number } | undefined
  let refused: Parameters<typeof mapStep>[2]
  for (let round = 0; round <= mostRepairs; round++) {
    const asked = await ask(mapStep(prepared, offer, refused), session)
    if (!asked.ok) return best === undefined ? asked : { ok: true, value: best.placed }
    if (asked.value.fit === 'try_next' && !isChosen) return { ok: true, value: 'does_not_fit' }
    const placed = placeNames(asked.value, offer, { candidate, prepared })
    report({ kind: 'stage', name: 'compile' })
    const issues = compileErrors(placed, scene)
    if (best === undefined || issues.length < best.errors) best = { placed, errors: issues.length }
    if (issues.length === 0 || isSame(asked.value, refused?.answer)) return { ok: true, value: best.placed }
    for (const { code, message } of issues) report({ kind: 'diagnostic', code, message })
    if (round < mostRepairs) report({ kind: 'stage', name: 'repair' })
    refused = { answer: asked.value, issues }
  }
  return best === undefined ? { ok: false, failure: 'illegal_answer' } : { ok: true, value: best.placed }
}

const isSame = (answer: PlacedIds, earlier: PlacedIds | undefined): boolean =>
  earlier !== undefined && JSON.stringify(answer) === JSON.stringify(earlier)

/** What only the model can mend: places that nothing fills are filled when the draft is settled. */
function compileErrors(placed: PlacedNames, { prepared, tools }: ModelScene) {
  const { ranked, parameters, outputs } = placed
  const written = writeBinding({ prepared, operation: ranked.operation, parameters, outputs })
  const result = tools.compile(written)
  if (result.ok) return []
  return result.failure
    .filter((issue) => issue.severity === 'error' && !isFilledLater(issue))
    .map(({ code, message, path }) => ({ code, message, about: nameAt(written, path) }))
}

function finish(
  placed: PlacedNames,
  { prepared, tools }: ModelScene,
  others: readonly ScoredOperation[],
): MappedGoal {
  const candidates = weighCandidates(prepared)
  const own = candidates.find(({ ranked }) => ranked.operation === placed.ranked.operation)
  const candidate = own ?? weighCandidate(placed.ranked, prepared)
  const confidence = candidateConfidence(candidate, nextScore(candidate, candidates), prepared)
  return finishDraft(placed, { prepared, tools, confidence, others, mode: 'model', signals: placed.signals })
}

const nextScore = (candidate: Candidate, candidates: readonly Candidate[]): number =>
  Math.max(-Infinity, ...candidates.filter((entry) => entry !== candidate).map(({ score }) => score))

function abstain({ ranked }: PreparedGoal, model: string): AbstainedGoal {
  const reasons = [
    `The language model "${cleanText(model, 80).text}" found no operation that serves the goal.`,
  ]
  const [nearest] = ranked
  if (nearest === undefined) return { status: 'abstained', reasons }
  return { status: 'abstained', reasons, best: nearest.operation.name }
}
