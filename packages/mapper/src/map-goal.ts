import type { SchemaCatalog } from '@bindery/model'
import { type Candidate, candidateConfidence, weighCandidates } from './candidate.ts'
import { isAccepted } from './decisions.ts'
import { actAgreement } from './meaning/act-agreement.ts'
import { finishDraft } from './draft/finish-draft.ts'
import { askForDoubtful } from './draft/questions.ts'
import type { AbstainedGoal, MappedGoal, MappingTools } from './mapped-goal.ts'
import { mayServe, onlyReads, type PreparedGoal, prepareGoal } from './prepare-goal.ts'
import type { GoalText } from './ranking/query.ts'

/** Choices below it were wrong two times out of three, or for goals that nothing serves. */
export const leastConfidence = 0.25

/**
 * Drafts a binding for a goal in words, or says why there is none. Pure and deterministic: no language model, no clock,
 * no network. Never throws on what is authored.
 */
export function mapGoal(
  request: GoalText,
  catalog: SchemaCatalog,
  tools: MappingTools,
): MappedGoal | AbstainedGoal {
  const prepared = prepareGoal(request, catalog)
  if (!prepared.ok) return { status: 'abstained', reasons: [prepared.failure] }
  return mapPrepared(prepared.value, tools)
}

/** The same for a goal that was prepared already. */
export function mapPrepared(prepared: PreparedGoal, tools: MappingTools): MappedGoal | AbstainedGoal {
  const candidates = weighCandidates(prepared)
  const [best, ...rest] = candidates
  if (best === undefined) return { status: 'abstained', reasons: ['The catalog has no operation.'] }
  const name = best.ranked.operation.name
  if (!mayServe(prepared.query, best.ranked))
    return { status: 'abstained', reasons: [saysNoWrite(name)], best: name }
  const isDecided = isAccepted(prepared.goal.decisions ?? [], name)
  if (!isDecided && onlyReads(prepared.query, best.ranked))
    return { status: 'abstained', reasons: [saysOnlyReads(name)], best: name }
  // What was put behind it for another reason than its score says nothing about how far ahead it is.
  const next = rest.find(({ score }) => score <= best.score)?.score ?? -Infinity
  const confidence = isDecided ? 1 : candidateConfidence(best, next, prepared)
  const contrary = isDecided ? undefined : contraryOf(candidates, prepared)
  if (contrary !== undefined && (contrary === best || confidence < leastConfidence)) {
    const { name: undoing } = contrary.ranked.operation
    return { status: 'abstained', reasons: [saysContrary(undoing)], best: undoing }
  }
  if (confidence < leastConfidence)
    return { status: 'abstained', reasons: nothingFits(prepared, best.ranked.score), best: name }
  const others = [
    ...candidates.slice(1).map(({ ranked }) => ranked),
    ...prepared.ranked.slice(candidates.length),
  ]
  return finishDraft(best, { prepared, tools, confidence, others, mode: 'deterministic', signals: [] })
}

/** The likeliest operation of all, where it does the contrary of what the goal asks for. */
function contraryOf(candidates: readonly Candidate[], { query }: PreparedGoal): Candidate | undefined {
  const [likeliest] = candidates.toSorted((a, b) => b.score - a.score)
  if (likeliest === undefined) return undefined
  const agreed = actAgreement(query.intent.act, likeliest.ranked.operation)
  return agreed === 'contrary' ? likeliest : undefined
}

const nothingFits = (prepared: PreparedGoal, score: number): readonly string[] => [
  'No operation speaks of what the goal is about.',
  ...askForDoubtful(prepared, score).map(({ question }) => question),
]

const saysNoWrite = (operation: string): string =>
  `"${operation}" would change something, and the goal does not say that it should. Begin the goal with a verb that does, or send "isWrite": true.`

const saysContrary = (operation: string): string =>
  `"${operation}", which comes nearest, ends or undoes something, and the goal asks for another act. Nothing of this provider does it; choose "${operation}" yourself if it is meant.`

const saysOnlyReads = (operation: string): string =>
  `The goal asks for something to be done, and nothing of this provider does that: "${operation}", which comes nearest, only reads. Choose it yourself, or send "isWrite": false, to draft it all the same.`
