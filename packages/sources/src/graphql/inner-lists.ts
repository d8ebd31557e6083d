import { type CheckedBinding, type Output, type PathStep, testedConditions } from '@bindery/model'

/** The names that lead to every list within rows that is tested or sorted after reading. */
export const innerLists = ({
  outputs,
  assignments,
}: Pick<CheckedBinding, 'outputs' | 'assignments'>): readonly (readonly string[])[] =>
  outputs.flatMap((output) => within(output, { leaves: [], names: [] }, assignments))

interface Above {
  readonly leaves: readonly string[]
  readonly names: readonly string[]
}

function within(
  output: Output,
  above: Above,
  assignments: CheckedBinding['assignments'],
): readonly (readonly string[])[] {
  if (output.kind === 'value') return []
  const own: Above = {
    leaves: [...above.leaves, output.leaf],
    names: [...above.names, ...namesOf(output.path)],
  }
  const isRead = output.order !== undefined || testedConditions(assignments, own.leaves).length > 0
  return [
    ...(isRead && above.leaves.length > 0 ? [own.names] : []),
    ...output.fields.flatMap((field) => within(field, own, assignments)),
  ]
}

const namesOf = (path: readonly PathStep[]): readonly string[] =>
  path.flatMap((step) => (step.kind === 'field' ? [step.name] : []))
