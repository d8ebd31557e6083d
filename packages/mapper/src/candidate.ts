import { indexCatalog } from '@bindery/model'
import { type AssignedOutputs, assignOutputs } from './assignment/assign-outputs.ts'
import { type AssignedParameters, assignParameters } from './assignment/assign-parameters.ts'
import { choiceFeatureNames, type ChoiceFeatures, choiceFeatures } from './choice-features.ts'
import { choiceWeights } from './choice-weights.ts'
import { confidenceOf } from './confidence.ts'
import { actAgreement } from './meaning/act-agreement.ts'
import { agreementIn } from './meaning/agreement.ts'
import { changesWhatIsMade, onlyMakesNew } from './making-new.ts'
import type { PreparedGoal } from './prepare-goal.ts'
import type { ScoredOperation } from './ranking/rank-operations.ts'

/** An operation with the names of a goal placed in it, and what that is worth. */
export interface Candidate {
  readonly ranked: ScoredOperation
  readonly features: ChoiceFeatures
  readonly parameters: AssignedParameters
  readonly outputs: AssignedOutputs
  readonly score: number
}

/** How many of the likeliest operations names are placed in. */
const mostWeighed = 12

/** The likeliest operations with the names placed in them, the best choice first; never empty. */
export function weighCandidates(prepared: PreparedGoal): readonly Candidate[] {
  const candidates = prepared.ranked
    .slice(0, mostWeighed)
    .map((ranked) => weighCandidate(ranked, prepared))
    .sort((a, b) => b.score - a.score)
  return preferChanging(preferAgreeing(candidates, prepared), prepared)
}

/**
 * What does the contrary of the act that a goal asks for stands behind the next operation that nothing is known against. Where there is
 * none it stays in front, so that nothing else is drafted in its place.
 */
function preferAgreeing(candidates: readonly Candidate[], { query }: PreparedGoal): readonly Candidate[] {
  const agreementOf = ({ ranked }: Candidate) => actAgreement(query.intent.act, ranked.operation)
  const [best] = candidates
  if (best === undefined || agreementOf(best) !== 'contrary') return candidates
  const other = candidates.find((entry) => agreementOf(entry) === 'open')
  return other === undefined ? candidates : [other, ...candidates.filter((entry) => entry !== other)]
}

/** For a goal that changes or ends what is there, what does that to a record comes before what makes another of its sort. */
function preferChanging(
  candidates: readonly Candidate[],
  { query, index }: PreparedGoal,
): readonly Candidate[] {
  const [best] = candidates
  const made = best?.ranked.operation
  if (made === undefined || !query.intent.isAboutExisting || !onlyMakesNew(made, index)) return candidates
  const changing = candidates.find(({ ranked }) => changesWhatIsMade(made, ranked.operation))
  return changing === undefined
    ? candidates
    : [changing, ...candidates.filter((candidate) => candidate !== changing)]
}

export function weighCandidate(ranked: ScoredOperation, { goal, index }: PreparedGoal): Candidate {
  const catalog = indexCatalog(index.catalog)
  const decisions = goal.decisions ?? []
  const names = { names: goal.parameters ?? [], decisions: decisions.filter(({ kind }) => kind === 'input') }
  const agreement = agreementIn(ranked.operation, index)
  const parameters = assignParameters({ ...names, agreement }, ranked.operation, catalog)
  // What only types speak for is no line of a draft, but says something of the operation; the weights were fitted with it.
  const likely = assignParameters(names, ranked.operation, catalog)
  const outputs = assignOutputs(
    { names: goal.outputs ?? [], decisions: decisions.filter(({ kind }) => kind === 'output') },
    ranked.operation,
    catalog,
  )
  const features = choiceFeatures({ score: ranked.score, parameters: likely, outputs })
  const score = choiceFeatureNames.reduce((sum, name) => sum + features[name] * choiceWeights[name], 0)
  return { ranked, features, parameters, outputs, score }
}

/** How likely a candidate is the right one, against the score of the next best. */
export function candidateConfidence(
  { ranked, features, score }: Candidate,
  next: number,
  { goal, query }: PreparedGoal,
): number {
  return confidenceOf({
    ranking: ranked.features,
    choice: features,
    margin: score - next,
    unknown: query.unknown,
    names: (goal.parameters?.length ?? 0) + (goal.outputs?.length ?? 0),
  })
}
