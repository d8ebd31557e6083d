import { type Issue, StepsBinding } from '@bindery/model'
import { expect, test } from 'vitest'
import { inputOf } from '../testing/test-catalog.ts'
import { compileSteps } from './compile-steps.ts'

const shown = (take: string) =>
  take === 'each'
    ? [{ path: 'order', leaf: 'orders', max: 5, fields: [{ path: 'number', leaf: 'order_number' }] }]
    : [{ path: 'order.number', leaf: 'order_number' }]

/** What is warned of where orders are found by a number, and by whose they are where that is given. */
function warnedOf(take: string, number: object): readonly string[] {
  const binding = StepsBinding.parse({
    toolName: 'Whose order it is',
    steps: [
      {
        id: 'order',
        integration: 'crm',
        operation: 'orders.find',
        take,
        where: [
          { field: 'number', op: 'eq', ...number },
          { field: 'email', op: 'eq', param: 'email', optional: true },
        ],
        ...(take === 'first' ? { orderBy: [{ field: 'number' }] } : {}),
      },
    ],
    projection: shown(take),
  })
  const [step] = binding.steps
  if (step === undefined) throw new TypeError('One step was given.')
  const { binding: _, ...input } = inputOf({ operation: step.operation, toolName: 'x' })
  const result = compileSteps(binding, [{ ...input, integration: step.integration }])
  const issues: readonly Issue[] = result.ok ? result.value.warnings : result.failure
  return issues.map(({ code }) => code).filter((code) => code === 'optional_identity')
}

test.each(['one', 'optional'])('where the %s that was found goes on, nobody has to agree', (take) => {
  expect(warnedOf(take, { param: 'order_number' })).toEqual([])
})

test.each(['each', 'first'])('where %s of what was found goes on, somebody has to', (take) => {
  expect(warnedOf(take, { param: 'order_number' })).toEqual(['optional_identity'])
})

test('nor is anybody meant where nothing must be given', () => {
  expect(warnedOf('one', { const: 'A1' })).toEqual(['optional_identity'])
})
