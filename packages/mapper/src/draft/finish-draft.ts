import { type Binding, type Operation, indexCatalog, type ObjectType } from '@bindery/model'
import type { AssignedOutputs } from '../assignment/assign-outputs.ts'
import type { AssignedParameters } from '../assignment/assign-parameters.ts'
import type { MappedGoal, MappingTools } from '../mapped-goal.ts'
import { cleanText } from '../model/clean-text.ts'
import type { PreparedGoal } from '../prepare-goal.ts'
import type { ScoredOperation } from '../ranking/rank-operations.ts'
import { buildBinding } from './build-binding.ts'
import { describeLines, type LineSignals, type Strength } from './lines.ts'
import { completeNames } from './complete-names.ts'
import { askForDoubtful, askForIds, type DraftQuestion } from './questions.ts'
import { settleBinding } from './settle-binding.ts'
import type { PlacedOperation } from './placed-operation.ts'
import { namesIn, unmetParts } from './unmet.ts'

export interface DraftScene {
  readonly prepared: PreparedGoal
  readonly tools: MappingTools
  readonly confidence: number
  readonly others: readonly ScoredOperation[]
  readonly mode: MappedGoal['mode']
  /** What else speaks for or against single lines. */
  readonly signals: readonly LineSignals[]
}

const mostAlternatives = 5
const fairConfidence = 0.5
const strongConfidence = 0.8

/** Writes the binding of a chosen operation down, makes it compile, and says what a person must know about it. */
export function finishDraft(chosen: PlacedOperation, scene: DraftScene): MappedGoal {
  const { prepared, tools, confidence, others } = scene
  const { goal, index } = prepared
  const { operation } = chosen.ranked
  const catalog = indexCatalog(index.catalog)
  const { parameters, outputs } = completeNames(chosen, goal, catalog)
  const built = writeBinding({ prepared, operation, parameters, outputs })
  const { binding, issues, dropped, added } = settleBinding(built, (candidate) => {
    const result = tools.compile(candidate)
    return result.ok ? [] : result.failure
  })
  const params = [...new Set([...parameters.assigned.map(({ name }) => name), ...added])]
  return {
    status: 'mapped',
    mode: scene.mode,
    binding,
    operation: operation.name,
    rationale: rationaleOf({ operation, binding, confidence, prepared }),
    confidence,
    strength: strengthOf(confidence),
    lines: describeLines({ parameters, outputs, signals: scene.signals, binding }).filter(({ kind, name }) =>
      namesIn(binding)[kind].has(name),
    ),
    alternatives: others.slice(0, mostAlternatives).map((entry) => entry.operation.name),
    questions: [
      ...askForDoubtful(prepared, chosen.ranked.score),
      ...askForIds(params, operation, index),
      ...askForRest(parameters.unplaced, outputs.missing),
      ...dropped.map(({ message }): DraftQuestion => ({ about: 'output', name: '', question: message })),
    ],
    unmet: unmetParts(goal, { binding, parameters, outputs, dropped }),
    issues,
  }
}

/** The binding as it is first written, before the compiler has seen it. */
export function writeBinding(draft: {
  readonly prepared: PreparedGoal
  readonly operation: Operation
  readonly parameters: AssignedParameters
  readonly outputs: AssignedOutputs
}): Binding {
  const { prepared, operation, parameters, outputs } = draft
  const table = tableOf(operation, prepared)
  const { goal, allowSensitive = [] } = prepared.goal
  return buildBinding({ goal, operation, parameters, outputs, table, allowSensitive })
}

function tableOf({ object }: Operation, { index }: PreparedGoal): ObjectType | undefined {
  return object === undefined ? undefined : indexCatalog(index.catalog).object(object)
}

export function strengthOf(confidence: number): Strength {
  if (confidence >= strongConfidence) return 'strong'
  return confidence >= fairConfidence ? 'fair' : 'weak'
}

function rationaleOf(draft: {
  readonly operation: Operation
  readonly binding: Binding
  readonly confidence: number
  readonly prepared: PreparedGoal
}): string {
  const { operation, binding, confidence, prepared } = draft
  const filled = binding.inputs.length + binding.inputObjectMap.length
  const outputs = binding.projection.reduce((sum, entry) => sum + (entry.fields?.length ?? 1), 0)
  const { text } = cleanText(operation.title ?? '', 120)
  const title = text === '' ? '' : ` (${text})`
  const asked = {
    read: 'reads',
    write: 'changes something',
    unclear: 'does not say whether it reads or writes',
  }
  return [
    `The goal ${asked[prepared.query.intent.effect]}; "${operation.name}"${title} fits it best of ${prepared.ranked.length} operations, ${Math.round(confidence * 100)} % sure.`,
    `${filled} of its places are filled and ${outputs} fields of its answer are taken.`,
  ].join(' ')
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
