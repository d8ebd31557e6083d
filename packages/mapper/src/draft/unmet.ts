import { type Binding, parameterUses } from '@bindery/model'
import type { AssignedOutputs } from '../assignment/assign-outputs.ts'
import type { AssignedParameters } from '../assignment/assign-parameters.ts'
import type { GoalText } from '../ranking/query.ts'
import type { DroppedLine } from './settle-binding.ts'

/** Something that was asked for, by name or as a word of the goal, and that the draft does not do. */
export interface UnmetPart {
  readonly about: 'parameter' | 'output' | 'word'
  readonly name: string
  readonly reason: string
}

interface Drafted {
  readonly binding: Binding
  readonly parameters: AssignedParameters
  readonly outputs: AssignedOutputs
  readonly dropped: readonly DroppedLine[]
}

/** Every name of a goal that the draft has no place for, with why: whatever became of it on the way, none goes unsaid. */
export function unmetParts(
  { parameters: wanted = [], outputs: asked = [] }: GoalText,
  { binding, parameters, outputs, dropped }: Drafted,
): readonly UnmetPart[] {
  const names = namesIn(binding)
  const reasonOf = (kind: DroppedLine['kind'], name: string): string | undefined =>
    dropped.find((line) => line.kind === kind && line.name === name)?.message
  const lost = [...new Set(wanted)].filter((name) => !names.input.has(name))
  const missing = [...new Set(asked)].filter((name) => !names.output.has(name))
  return [
    ...lost.map((name): UnmetPart => {
      const isUnplaced = parameters.unplaced.includes(name)
      const other = isUnplaced ? `The operation takes nothing like "${name}".` : noRoom(name)
      return { about: 'parameter', name, reason: reasonOf('input', name) ?? other }
    }),
    ...missing.map((name): UnmetPart => {
      const isMissing = outputs.missing.includes(name)
      const other = isMissing ? `The answer holds nothing like "${name}".` : noRoom(name)
      return { about: 'output', name, reason: reasonOf('output', name) ?? other }
    }),
  ]
}

const noRoom = (name: string): string => `The draft has no place for "${name}" beside what else it does.`

/** The parameters and the outputs of a binding, by the names that agents see. */
export function namesIn(binding: Binding): { readonly [kind in 'input' | 'output']: ReadonlySet<string> } {
  return {
    input: new Set(parameterUses(binding).map(({ param }) => param)),
    output: new Set(
      binding.projection.flatMap(({ leaf, fields }) =>
        fields === undefined ? [leaf] : fields.map((field) => field.leaf),
      ),
    ),
  }
}
