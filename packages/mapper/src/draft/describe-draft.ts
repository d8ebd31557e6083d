import { type Binding, type Operation } from '@bindery/model'
import type { ArgumentPlace } from '../assignment/places.ts'
import { answerPathText } from '../assignment/binding-names.ts'
import type { ComposedDraft } from '../lookup/compose-steps.ts'
import { askForOthers, describeLookup, namesOfLookup, saysLookup } from '../lookup/describe-lookup.ts'
import { pointedRecords } from '../lookup/pointed-records.ts'
import { askForLost, askForParts, partLines } from '../parts/describe-parts.ts'
import type { LostPart, PartedBinding } from '../parts/fit-parts.ts'
import type { MappedGoal, MappingTools } from '../mapped-goal.ts'
import { cleanText } from '../model/clean-text.ts'
import type { SaidPart } from '../parts/part.ts'
import { saidParts } from '../parts/read-parts.ts'
import type { PreparedGoal } from '../prepare-goal.ts'
import type { ScoredOperation } from '../ranking/rank-operations.ts'
import { splitWords } from '../words/split-words.ts'
import { addedLines } from './added-lines.ts'
import { describeLines, type DraftLine, type LineSignals, type Strength } from './lines.ts'
import type { PlacedOperation } from './placed-operation.ts'
import {
  askForAct,
  askForDoubtful,
  askForDoubts,
  askForIds,
  askForNew,
  askForRest,
  askForWrite,
  type DraftQuestion,
} from './questions.ts'
import { namesIn, type UnmetPart, unmetParts } from './unmet.ts'
import { unmetWords } from './unmet-words.ts'

export interface DraftScene {
  readonly prepared: PreparedGoal
  readonly tools: MappingTools
  readonly confidence: number
  readonly others: readonly ScoredOperation[]
  readonly mode: MappedGoal['mode']
  /** What else speaks for or against single lines. */
  readonly signals: readonly LineSignals[]
}

interface WrittenDraft extends PlacedOperation {
  readonly settled: PartedBinding
}

const mostAlternatives = 5
const fairConfidence = 0.5
const strongConfidence = 0.8

/** A settled draft with what a person must know about it; `composed` where a lookup stands before it. */
export function describeDraft(
  written: WrittenDraft,
  scene: DraftScene,
  composed: ComposedDraft | undefined,
): MappedGoal {
  const { ranked, parameters, outputs, settled } = written
  const { prepared, confidence, others, mode } = scene
  const { operation } = ranked
  const { binding, issues } = settled
  const unmet = unmetOf(written, prepared, composed)
  const names = namesIn(binding)
  const otherAct = askForAct(prepared, operation)
  const doubts = [
    ...(written.asked ?? []),
    ...otherAct,
    ...askForWrite(prepared, operation),
    ...askForNew(prepared, operation),
    ...askForDoubts('parameter', parameters.assigned, {
      filled: names.input,
      textOf: ({ target }) => target,
      lookupOf: (place) => listOf(place, operation, prepared),
    }),
    ...askForDoubts('output', outputs.assigned, { filled: names.output, textOf: answerPathText }),
    ...settled.guessed,
    ...askForParts(settled.parts, { operation, decisions: prepared.goal.decisions ?? [] }),
    ...askForLost(settled.lost),
  ]
  const isOpen = unmet.length + doubts.length > 0
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
    strength: otherAct.length > 0 ? 'weak' : isOpen ? atMostFair(confidence) : strengthOf(confidence),
    lines: linesOf(written, scene, composed),
    alternatives: others.slice(0, mostAlternatives).map((entry) => entry.operation.name),
    questions: [...doubts, ...questionsOf(written, scene, composed), ...askForWords(unmet, settled.lost)],
    unmet,
    issues,
  }
}

/** A read that lists what a place takes the identity of. */
const listOf = (place: ArgumentPlace, operation: Operation, { index }: PreparedGoal): string | undefined =>
  pointedRecords(place, { operation, index }).find(
    ({ answer }) => answer.holds === 'rows' && answer.operation !== operation,
  )?.answer.operation.name

function strengthOf(confidence: number): Strength {
  if (confidence >= strongConfidence) return 'strong'
  return confidence >= fairConfidence ? 'fair' : 'weak'
}

/** Of a draft that leaves something open, however sure its operation is. */
const atMostFair = (confidence: number): Strength => (confidence >= fairConfidence ? 'fair' : 'weak')

function linesOf(
  { ranked, parameters, outputs, settled }: WrittenDraft,
  { prepared, signals }: DraftScene,
  composed: ComposedDraft | undefined,
): readonly DraftLine[] {
  const { binding } = settled
  const { decisions = [] } = prepared.goal
  const names = namesIn(binding)
  const own = composed?.keyParam
  const lines = describeLines({ parameters, outputs, signals, binding }).filter(
    ({ kind, name }) => names[kind].has(name) && name !== own,
  )
  const all = [
    ...lines,
    ...addedLines(binding, lines, { own, decisions }),
    ...partLines(settled.parts, { operation: ranked.operation, decisions }),
  ]
  return composed === undefined ? all : [...describeLookup(composed, decisions), ...all]
}

/** Names and words of the goal that neither the draft nor what is looked up before it serves. */
function unmetOf(
  written: WrittenDraft,
  prepared: PreparedGoal,
  composed: ComposedDraft | undefined,
): readonly UnmetPart[] {
  const { ranked, parameters, outputs, settled } = written
  const { goal } = prepared
  const { binding, dropped } = settled
  const found = composed === undefined ? undefined : namesOfLookup(composed)
  const names = unmetParts(goal, { binding, parameters, outputs, dropped }).filter(
    ({ name }) => found?.has(name) !== true,
  )
  const looked = composed === undefined ? [] : [composed.lookup.answer.operation]
  const words = unmetWords(goal.goal, {
    binding: composed?.binding ?? binding,
    operations: [ranked.operation, ...looked],
    parts: { served: wordsOf(settled.parts), said: wordsOf(saidParts(written, prepared)) },
  })
  // A word of a name that is unmet anyway is not told twice.
  const told = new Set(names.flatMap(({ name }) => splitWords(name)))
  const reasons = new Map(
    settled.lost.flatMap(({ part, reason }) => part.words.map((word) => [word, reason])),
  )
  return [
    ...names,
    ...words
      .filter((word) => !told.has(word))
      .map((name): UnmetPart => {
        const reason = reasons.get(name) ?? `Nothing in the draft speaks of "${name}".`
        return { about: 'word', name, reason }
      }),
  ]
}

const wordsOf = (parts: readonly SaidPart[]): readonly string[] => parts.flatMap(({ words }) => words)

function questionsOf(
  { ranked, parameters, outputs, settled }: WrittenDraft,
  { prepared }: DraftScene,
  composed: ComposedDraft | undefined,
): readonly DraftQuestion[] {
  const { operation, score } = ranked
  const { dropped, added } = settled
  const params = [...new Set([...parameters.assigned.map(({ name }) => name), ...added])]
  return [
    ...askForDoubtful(prepared, score),
    ...(composed === undefined ? [] : askForOthers(composed.lookup)),
    ...askForIds(
      params.filter((name) => name !== composed?.keyParam),
      operation,
      prepared.index,
    ),
    ...askForRest(parameters.unplaced, outputs.missing),
    ...dropped.map(({ message }): DraftQuestion => ({ about: 'output', name: '', question: message })),
  ]
}

/** One question for all words that nothing serves. */
function askForWords(unmet: readonly UnmetPart[], lost: readonly LostPart[]): readonly DraftQuestion[] {
  const asked = new Set(lost.flatMap(({ part }) => part.words))
  const words = unmet
    .filter(({ about, name }) => about === 'word' && !asked.has(name))
    .map(({ name }) => name)
  const [name] = words
  if (name === undefined) return []
  const question = `The goal says ${words.map((word) => `"${word}"`).join(', ')}, and nothing in the draft speaks of it. Is something missing?`
  return [{ about: 'goal', name, question }]
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
