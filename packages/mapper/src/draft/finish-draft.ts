import { type Binding, indexCatalog, type Operation } from '@bindery/model'
import { type ComposedDraft, composeSteps } from '../lookup/compose-steps.ts'
import { askForOthers, describeLookup, namesOfLookup, saysLookup } from '../lookup/describe-lookup.ts'
import { findLookup } from '../lookup/find-lookup.ts'
import type { MappedGoal, MappingTools } from '../mapped-goal.ts'
import { cleanText } from '../model/clean-text.ts'
import type { PreparedGoal } from '../prepare-goal.ts'
import type { ScoredOperation } from '../ranking/rank-operations.ts'
import { describeLines, type LineSignals, type Strength } from './lines.ts'
import { completeNames } from './complete-names.ts'
import {
  askForDoubtful,
  askForDoubts,
  askForIds,
  askForNew,
  askForWrite,
  type DraftQuestion,
} from './questions.ts'
import { type SettledBinding, settleBinding } from './settle-binding.ts'
import type { PlacedOperation } from './placed-operation.ts'
import { namesIn, unmetParts } from './unmet.ts'
import { writeBinding } from './write-binding.ts'

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

/**
 * Writes the binding of a chosen operation down, behind a lookup where an id is missing that the goal does not give, makes it
 * compile, and says what a person must know about it.
 */
export function finishDraft(chosen: PlacedOperation, scene: DraftScene): MappedGoal {
  const { prepared, tools } = scene
  const catalog = indexCatalog(prepared.index.catalog)
  const placed = { ...chosen, ...completeNames(chosen, prepared.goal, catalog) }
  const { compile, steps } = tools
  const choice = steps === undefined ? undefined : findLookup(placed, prepared)
  if (steps !== undefined && choice?.status === 'found') {
    const composed = composeSteps(placed, choice.lookup, { prepared, compile, steps })
    if (composed !== undefined) return describeDraft(composed, scene, composed)
  }
  const { operation } = chosen.ranked
  const built = writeBinding({ prepared, operation, ...placed })
  const settled = settleBinding(built, (candidate) => {
    const result = compile(candidate)
    return result.ok ? [] : result.failure
  })
  const alone = describeDraft({ ...placed, settled }, scene, undefined)
  return choice?.status === 'doubtful'
    ? { ...alone, questions: [...alone.questions, choice.question] }
    : alone
}

interface WrittenDraft extends PlacedOperation {
  readonly settled: SettledBinding
}

function describeDraft(
  { ranked, parameters, outputs, settled }: WrittenDraft,
  { prepared, confidence, others, mode, signals }: DraftScene,
  composed: ComposedDraft | undefined,
): MappedGoal {
  const { operation, score } = ranked
  const { goal, index } = prepared
  const { binding, issues, dropped, added } = settled
  const isOwn = (name: string): boolean => name !== composed?.keyParam
  const params = [...new Set([...parameters.assigned.map(({ name }) => name), ...added])].filter(isOwn)
  const lines = describeLines({ parameters, outputs, signals, binding }).filter(
    ({ kind, name }) => namesIn(binding)[kind].has(name) && isOwn(name),
  )
  const found = composed === undefined ? undefined : namesOfLookup(composed)
  const unmet = unmetParts(goal, { binding, parameters, outputs, dropped }).filter(
    ({ name }) => found?.has(name) !== true,
  )
  const doubts = [
    ...askForWrite(prepared, operation),
    ...askForNew(prepared, operation),
    ...askForDoubts(parameters.assigned, namesIn(binding).input),
  ]
  return {
    status: 'mapped',
    mode,
    binding: composed?.binding ?? binding,
    operation: operation.name,
    rationale: [
      rationaleOf({ operation, binding, confidence, prepared }),
      ...(composed === undefined ? [] : [saysLookup(composed)]),
    ].join(' '),
    confidence,
    strength: unmet.length + doubts.length === 0 ? strengthOf(confidence) : atMostFair(confidence),
    lines: composed === undefined ? lines : [...describeLookup(composed, goal.decisions ?? []), ...lines],
    alternatives: others.slice(0, mostAlternatives).map((entry) => entry.operation.name),
    questions: [
      ...askForDoubtful(prepared, score),
      ...doubts,
      ...(composed === undefined ? [] : askForOthers(composed.lookup)),
      ...askForIds(params, operation, index),
      ...askForRest(parameters.unplaced, outputs.missing),
      ...dropped.map(({ message }): DraftQuestion => ({ about: 'output', name: '', question: message })),
    ],
    unmet,
    issues,
  }
}

export function strengthOf(confidence: number): Strength {
  if (confidence >= strongConfidence) return 'strong'
  return confidence >= fairConfidence ? 'fair' : 'weak'
}

/** Of a draft that leaves something open, however sure its operation is. */
const atMostFair = (confidence: number): Strength => (confidence >= fairConfidence ? 'fair' : 'weak')

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
