import { type Binding, indexCatalog, type Issue, type Result, type SchemaCatalog } from '@bindery/model'
import { type AssignedOutputs, assignOutputs } from './assignment/assign-outputs.ts'
import { type AssignedParameters, assignParameters } from './assignment/assign-parameters.ts'
import { choiceFeatureNames, type ChoiceFeatures, choiceFeatures } from './choice-features.ts'
import { choiceWeights } from './choice-weights.ts'
import { confidenceOf } from './confidence.ts'
import { buildBinding } from './draft/build-binding.ts'
import { describeLines, type DraftLine, type Strength } from './draft/lines.ts'
import { askForIds, type DraftQuestion } from './draft/questions.ts'
import { settleBinding } from './draft/settle-binding.ts'
import { guardGoal } from './goal/guard-goal.ts'
import { indexOperations, type OperationIndex } from './ranking/operation-index.ts'
import { type GoalText, readQuery } from './ranking/query.ts'
import { type RankedOperation, rankQuery, type ScoredOperation } from './ranking/rank-operations.ts'

export interface MappingTools {
  /** Compiles a draft against the catalog; only what refuses it is read. */
  readonly compile: (binding: Binding) => Result<unknown, readonly Issue[]>
}

/** A draft for a person to look at. It is never enabled, and never writes for a goal that reads. */
export interface MappedGoal {
  readonly status: 'mapped'
  readonly mode: 'deterministic'
  readonly binding: Binding
  readonly operation: string
  /** How likely the operation is the right one, 0 to 1, as fitted on labelled goals. */
  readonly confidence: number
  /** The same in a word. */
  readonly strength: Strength
  readonly lines: readonly DraftLine[]
  /** Names of other operations that may serve the goal, best first. */
  readonly alternatives: readonly string[]
  readonly questions: readonly DraftQuestion[]
  /** What still refuses the draft; empty when it compiles. */
  readonly issues: readonly Issue[]
}

export interface AbstainedGoal {
  readonly status: 'abstained'
  readonly reasons: readonly string[]
  /** The operation that came nearest. */
  readonly best?: string
}

const mostWeighed = 12
const mostAlternatives = 5
/** Choices below it were wrong two times out of three, or for goals that nothing serves. */
const leastConfidence = 0.2
const fairConfidence = 0.5
const strongConfidence = 0.8

/**
 * Drafts a binding for a goal in words, or says why there is none. Pure and deterministic: no language model, no clock,
 * no network. Never throws on what is authored.
 */
export function mapGoal(
  request: GoalText,
  catalog: SchemaCatalog,
  tools: MappingTools,
): MappedGoal | AbstainedGoal {
  const guarded = guardGoal(request.goal)
  if (!guarded.ok) return { status: 'abstained', reasons: [guarded.failure] }
  const goal = { ...request, goal: guarded.value }
  const index = indexOperations(catalog)
  const query = readQuery(goal, index)
  const ranked = rankQuery(index, query)
  const candidates = ranked.slice(0, mostWeighed).map((entry) => weigh(entry, goal, index))
  candidates.sort((a, b) => b.score - a.score)
  const [best, second] = candidates
  if (best === undefined) return { status: 'abstained', reasons: [nothingLeft(query.intent.effect)] }
  const confidence = confidenceOf({
    ranking: best.ranked.features,
    choice: best.features,
    margin: best.score - (second?.score ?? -Infinity),
    unknown: query.unknown,
    names: (goal.parameters?.length ?? 0) + (goal.outputs?.length ?? 0),
  })
  if (confidence < leastConfidence) {
    const reasons = ['No operation speaks of what the goal is about.']
    return { status: 'abstained', reasons, best: best.ranked.operation.name }
  }
  const others = [...candidates.slice(1).map((entry) => entry.ranked), ...ranked.slice(mostWeighed)]
  return draft(best, { goal, index, tools, confidence, others })
}

interface Candidate {
  readonly ranked: ScoredOperation
  readonly features: ChoiceFeatures
  readonly parameters: AssignedParameters
  readonly outputs: AssignedOutputs
  readonly score: number
}

function weigh(ranked: ScoredOperation, goal: GoalText, { catalog }: OperationIndex): Candidate {
  const index = indexCatalog(catalog)
  const parameters = assignParameters(goal.parameters ?? [], ranked.operation, index)
  const outputs = assignOutputs(goal.outputs ?? [], ranked.operation, index)
  const features = choiceFeatures({ score: ranked.score, parameters, outputs })
  const score = choiceFeatureNames.reduce((sum, name) => sum + features[name] * choiceWeights[name], 0)
  return { ranked, features, parameters, outputs, score }
}

interface Scene {
  readonly goal: GoalText
  readonly index: OperationIndex
  readonly tools: MappingTools
  readonly confidence: number
  readonly others: readonly RankedOperation[]
}

function draft(best: Candidate, { goal, index, tools, confidence, others }: Scene): MappedGoal {
  const { parameters, outputs, ranked } = best
  const { operation } = ranked
  const table =
    operation.object === undefined ? undefined : indexCatalog(index.catalog).object(operation.object)
  const built = buildBinding({ goal: goal.goal, operation, parameters, outputs, table })
  const { binding, issues, dropped, added } = settleBinding(built, (candidate) => {
    const result = tools.compile(candidate)
    return result.ok ? [] : result.failure
  })
  const params = [...(goal.parameters ?? []), ...added]
  return {
    status: 'mapped',
    mode: 'deterministic',
    binding,
    operation: operation.name,
    confidence,
    strength: operationStrength(confidence),
    lines: describeLines(parameters, outputs),
    alternatives: others.slice(0, mostAlternatives).map((entry) => entry.operation.name),
    questions: [
      ...askForIds(params, operation, index),
      ...askForRest(parameters.unplaced, outputs.missing),
      ...dropped.map((reason): DraftQuestion => ({ about: 'output', name: '', question: reason })),
    ],
    issues,
  }
}

function operationStrength(confidence: number): Strength {
  if (confidence >= strongConfidence) return 'strong'
  return confidence >= fairConfidence ? 'fair' : 'weak'
}

function askForRest(unplaced: readonly string[], missing: readonly string[]): readonly DraftQuestion[] {
  return [
    ...unplaced.map(
      (name): DraftQuestion => ({
        about: 'parameter',
        name,
        question: `The operation takes nothing like "${name}". Is it needed?`,
      }),
    ),
    ...missing.map(
      (name): DraftQuestion => ({
        about: 'output',
        name,
        question: `The answer holds nothing like "${name}". Which field is meant?`,
      }),
    ),
  ]
}

const nothingLeft = (effect: string): string =>
  effect === 'read'
    ? 'The catalog has no operation that reads.'
    : 'The catalog has no operation that can be used.'
