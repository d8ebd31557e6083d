import { type Binding, describeOperator, type FieldCondition } from '@bindery/model'
import { fieldConditions } from '@bindery/model/tables'
import type { AnswerPath } from '../assignment/answer-paths.ts'
import type { AssignedOutputs } from '../assignment/assign-outputs.ts'
import type { AssignedParameters } from '../assignment/assign-parameters.ts'
import type { Assigned } from '../assignment/assign.ts'
import { answerPathText } from '../assignment/binding-names.ts'
import { decidedScore } from '../assignment/decide.ts'
import type { ArgumentPlace } from '../assignment/places.ts'

export type Strength = 'strong' | 'fair' | 'weak'

/** One line of a draft: which name went where, how sure that is and why, and what else it could have been. */
export interface DraftLine {
  readonly kind: 'input' | 'output'
  readonly name: string
  /** `body.title`, `items.name`; for outputs the way from the whole answer. */
  readonly place: string
  readonly strength: Strength
  /** What the strength was made of, such as `names fit 0.92`. */
  readonly signals: readonly string[]
  readonly others: readonly string[]
}

/** What speaks for one line besides the fit of names. */
export interface LineSignals {
  readonly kind: DraftLine['kind']
  readonly name: string
  /** `agrees`: a language model and the rules chose the same place; `differs`: they did not. */
  readonly model: 'agrees' | 'differs'
}

export function describeLines({
  parameters,
  outputs,
  signals,
  binding,
}: DescribedDraft): readonly DraftLine[] {
  const conditions = fieldConditions(binding)
  const modelOf = (kind: DraftLine['kind'], name: string): LineSignals['model'] | undefined =>
    signals.find((signal) => signal.kind === kind && signal.name === name)?.model
  return [
    ...parameters.assigned.map((line) => ({
      ...describe(line, modelOf('input', line.name), conditionSignals(conditions, line.name)),
      kind: 'input' as const,
      place: line.place.target,
      others: line.others.map(({ target }) => target),
    })),
    ...outputs.assigned.map((line) => ({
      ...describe(line, modelOf('output', line.name), []),
      kind: 'output' as const,
      place: answerPathText(line.place),
      others: line.others.map(answerPathText),
    })),
  ]
}

export interface DescribedDraft {
  readonly parameters: AssignedParameters
  readonly outputs: AssignedOutputs
  readonly signals: readonly LineSignals[]
  readonly binding: Binding
}

/** How the rows are compared with what is given, and whether a call may leave it out. */
const conditionSignals = (conditions: readonly FieldCondition[], param: string): readonly string[] =>
  conditions
    .filter((condition) => condition.param === param)
    .flatMap(({ op = 'eq', optional }) => [
      `rows whose field ${describeOperator(op)} it`,
      ...(optional === true ? ['a call may leave it out'] : []),
    ])

type Placed = Assigned<ArgumentPlace> | Assigned<AnswerPath>

function describe(
  line: Placed,
  model: LineSignals['model'] | undefined,
  form: readonly string[],
): Pick<DraftLine, 'name' | 'strength' | 'signals'> {
  const { name, place, score, margin, doubt } = line
  const isProposed = line.isProposed === true && model === undefined
  const isDecided = score >= decidedScore
  const signals = [
    ...(isDecided ? ['chosen by a person'] : []),
    ...(isProposed ? ['proposed: nobody named it'] : []),
    ...(doubt === undefined ? [] : [doubts[doubt]]),
    ...(isDecided || isProposed
      ? []
      : [`names fit ${score.toFixed(2)}`, `ahead of the next place by ${Math.max(0, margin).toFixed(2)}`]),
    ...(model === undefined
      ? []
      : [model === 'agrees' ? 'model and rules agree' : 'chosen by the model against the rules']),
    ...form,
    ...(place.sensitivity === 'none' ? [] : [`sensitivity ${place.sensitivity}`]),
  ]
  const strength = doubt === undefined ? strengthOf({ score, margin, model }) : 'weak'
  return { name, strength: isDecided ? 'strong' : strength, signals }
}

const doubts = {
  type_only: 'only its type speaks for the place',
  unlike: 'the catalog knows both as something else',
  unproved: 'nothing says that it is this identity of the record',
  contrary: 'the catalog takes the place for something else',
  not_shown: 'chosen by the rules: the model was not shown the place',
} as const

interface Signals {
  readonly score: number
  readonly margin: number
  readonly model: LineSignals['model'] | undefined
}

/** From how well the names fit and how far the next best place was; agreement lifts it, disagreement is never strong. */
function strengthOf({ score, margin, model }: Signals): Strength {
  if (model === 'differs') return score >= 0.6 ? 'fair' : 'weak'
  if (score >= 0.85 && margin >= 0.1) return 'strong'
  const isFair = score >= 0.6 || margin >= 0.3
  if (model === 'agrees') return isFair ? 'strong' : 'fair'
  return isFair ? 'fair' : 'weak'
}
