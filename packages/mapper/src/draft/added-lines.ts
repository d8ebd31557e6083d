import { type Binding, parameterUses } from '@bindery/model'
import { type LineDecision, pairVerdict } from '../decisions.ts'
import type { DraftLine } from './lines.ts'

/**
 * Lines for the places that a binding fills and nobody named or proposed: what the operation needs, and the column that names a row.
 * `own` is what stands for the value of a step and has a line of its own.
 */
export function addedLines(
  binding: Binding,
  lines: readonly DraftLine[],
  { own, decisions }: { readonly own: string | undefined; readonly decisions: readonly LineDecision[] },
): readonly DraftLine[] {
  const known = new Set(lines.filter(({ kind }) => kind === 'input').map(keyOf))
  return parameterUses(binding).flatMap(({ param: name, place }): DraftLine[] => {
    const key = keyOf({ name, place })
    if (name === own || known.has(key)) return []
    known.add(key)
    const isDecided = pairVerdict(decisions, 'input', { name, place }) === 'decided'
    return [
      {
        kind: 'input',
        name,
        place,
        strength: isDecided ? 'strong' : 'fair',
        signals: [...(isDecided ? ['chosen by a person'] : []), 'added: the operation needs it'],
        others: [],
      },
    ]
  })
}

const keyOf = ({ name, place }: Pick<DraftLine, 'name' | 'place'>): string => JSON.stringify([name, place])
