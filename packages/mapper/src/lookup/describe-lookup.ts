import { decidedScore } from '../assignment/decide.ts'
import type { ArgumentPlace } from '../assignment/places.ts'
import { isAcceptedLine, type LineDecision } from '../decisions.ts'
import { describeLines, type DraftLine } from '../draft/lines.ts'
import type { DraftQuestion } from '../draft/questions.ts'
import { cleanText } from '../model/clean-text.ts'
import type { ComposedDraft } from './compose-steps.ts'
import { type Lookup, stepText } from './lookup.ts'

/** The lines that a lookup adds: what it is asked with, where its key goes, and what else is taken of the record. */
export function describeLookup(
  draft: ComposedDraft,
  decisions: readonly LineDecision[],
): readonly DraftLine[] {
  const { lookup, taken, settled } = draft
  const inStep = (place: ArgumentPlace): ArgumentPlace => ({
    ...place,
    target: stepText(lookup.step, place.target),
  })
  const asked = lookup.asked.map((line) => ({
    ...line,
    place: inStep(line.place),
    others: line.others.map(inStep),
  }))
  const lines = describeLines({
    parameters: { assigned: asked, unplaced: [], unfilled: [] },
    outputs: { assigned: taken, missing: [] },
    signals: [],
    binding: settled.binding,
  })
  const by = `"${lookup.answer.operation.name}"`
  return [
    ...lines.map((line) => ({
      ...line,
      signals: [
        ...line.signals,
        line.kind === 'input'
          ? `asked of the step "${lookup.step}", ${by}`
          : `taken from the step "${lookup.step}", ${by}`,
      ],
    })),
    ...sharedLines(lookup),
    keyLine(lookup, decisions),
    ...tellingLines(draft, decisions),
  ]
}

/** What both steps take alike. */
const sharedLines = ({ shared, step, answer }: Lookup): readonly DraftLine[] =>
  shared.map(({ name, place, score }) => ({
    kind: 'input',
    name,
    place: stepText(step, place.target),
    strength: score >= decidedScore ? 'strong' : 'fair',
    signals: [`the step "${step}", "${answer.operation.name}", takes the same value`],
    others: [],
  }))

/** Where what the lookup finds goes: the name of the line is the value of the step. */
function keyLine(
  { step, key, place, answer, because, asked }: Lookup,
  decisions: readonly LineDecision[],
): DraftLine {
  const name = stepText(step, key)
  const isDecided = isAcceptedLine(decisions, { kind: 'input', name, place: place.target })
  const isSure = isDecided || asked.every(({ score }) => score >= decidedScore)
  return {
    kind: 'input',
    name,
    place: place.target,
    strength: isSure ? 'strong' : 'fair',
    signals: [
      ...(isDecided ? ['chosen by a person'] : []),
      `found by the step "${step}", "${answer.operation.name}"`,
      because,
    ],
    others: [],
  }
}

function tellingLines(
  { telling, lookup }: ComposedDraft,
  decisions: readonly LineDecision[],
): readonly DraftLine[] {
  return telling.slice(0, 1).map(({ field, param }) => {
    const line = { kind: 'input', name: param, place: stepText(lookup.step, field) } as const
    const isDecided = isAcceptedLine(decisions, line)
    return {
      ...line,
      strength: isDecided ? 'strong' : 'fair',
      signals: [
        isDecided ? 'chosen by a person' : 'proposed: nobody named it',
        `tells several of the step "${lookup.step}" apart`,
        'a call may leave it out',
      ],
      others: [],
    }
  })
}

/** Asked where another operation could find the same record as well. */
export function askForOthers({ step, place, answer, asked, others }: Lookup): readonly DraftQuestion[] {
  return others.slice(0, 1).map((lookup) => ({
    about: 'parameter',
    name: asked[0]?.name ?? '',
    question: `The step "${step}" finds "${place.target}" with "${answer.operation.name}"; "${lookup}" could find it as well. Which is meant?`,
    lookup,
  }))
}

/** What a draft with a lookup does although its chosen operation alone does not. */
export const namesOfLookup = ({ lookup, taken, telling }: ComposedDraft): ReadonlySet<string> =>
  new Set([
    ...[...lookup.asked, ...lookup.shared, ...taken].map(({ name }) => name),
    ...telling.slice(0, 1).map(({ param }) => param),
  ])

/** For the rationale of a draft. */
export function saysLookup({ lookup, taken }: ComposedDraft): string {
  const clean = (text: string): string => cleanText(text, 120).text
  const by = lookup.asked.map(({ name }) => `"${name}"`).join(' and ')
  const also = taken.map(({ name }) => `"${name}"`).join(' and ')
  const found = `"${clean(lookup.place.target)}" is found first, with "${clean(lookup.answer.operation.name)}" by ${by}`
  return taken.length === 0 ? `${found}.` : `${found}, which also gives ${also}.`
}
