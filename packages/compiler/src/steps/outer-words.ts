import { formatFieldPath } from '@bindery/model'
import type { PlannedStep, StepNeed } from './step-plan.ts'

/**
 * Gives what a rule says of a step the names that the author knows: a parameter that an earlier step fills is the value that
 * it gets, and an output that was made for another step or for a choice is what they ask for. `need` is of the output that
 * the rule is about; what else has its name in the same text is something of the catalog.
 */
export function outerWords(
  planned: Pick<PlannedStep, 'step' | 'wires'>,
  need: StepNeed | undefined,
): (text: string) => string {
  const ofWires = (text: string): string =>
    planned.wires.reduce((said, { parameter, name }) => said.replaceAll(`"${parameter}"`, `"${name}"`), text)
  if (need === undefined) return ofWires
  const { kind, name } = calledOutside(planned, need)
  const inner = `"${need.leaf}"`
  return (text) =>
    ofWires(text)
      .replace(`The output ${inner}`, () => `The ${kind} "${name}" of "${planned.step.integration}"`)
      .replace(`the output ${inner}`, () => `the ${kind} "${name}"`)
      .replace(inner, () => `"${name}"`)
}

function calledOutside({ step }: Pick<PlannedStep, 'step'>, { as, path, wanted }: StepNeed) {
  switch (as) {
    case 'shown':
      return { kind: 'output', name: wanted }
    case 'choice':
      return { kind: 'choice', name: wanted }
    case 'wire':
      return { kind: 'value', name: formatFieldPath([{ kind: 'field', name: step.id }, ...path]) }
  }
}
