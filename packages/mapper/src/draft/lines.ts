import type { AssignedOutputs } from '../assignment/assign-outputs.ts'
import type { AssignedParameters } from '../assignment/assign-parameters.ts'
import { rowPathOf } from '../assignment/binding-names.ts'
import type { AnswerPath } from '../assignment/answer-paths.ts'

export type Strength = 'strong' | 'fair' | 'weak'

/** One line of a draft: which name went where, how sure that is, and what else it could have been. */
export interface DraftLine {
  readonly kind: 'input' | 'output'
  readonly name: string
  /** `body.title`, `items.name`; for outputs the way from the whole answer. */
  readonly place: string
  readonly strength: Strength
  readonly others: readonly string[]
}

export function describeLines(
  parameters: AssignedParameters,
  outputs: AssignedOutputs,
): readonly DraftLine[] {
  return [
    ...parameters.assigned.map(
      ({ name, place, others, ...signals }): DraftLine => ({
        kind: 'input',
        name,
        place: place.target,
        strength: strengthOf(signals),
        others: others.map(({ target }) => target),
      }),
    ),
    ...outputs.assigned.map(
      ({ name, place, others, ...signals }): DraftLine => ({
        kind: 'output',
        name,
        place: pathText(place),
        strength: strengthOf(signals),
        others: others.map(pathText),
      }),
    ),
  ]
}

/** From how well the names fit and how far the next best place was. */
function strengthOf({ score, margin }: { readonly score: number; readonly margin: number }): Strength {
  if (score >= 0.85 && margin >= 0.1) return 'strong'
  return score >= 0.6 || margin >= 0.3 ? 'fair' : 'weak'
}

function pathText(path: AnswerPath): string {
  const { list, path: rest } = rowPathOf(path)
  if (list === undefined) return rest
  return list === '$' ? rest : `${list}.${rest}`
}
