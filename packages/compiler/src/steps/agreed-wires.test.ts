import { type Issue, StepsBinding } from '@bindery/model'
import { expect, test } from 'vitest'
import { inputOf } from '../testing/test-catalog.ts'
import { compileSteps } from './compile-steps.ts'

/** A note that is made of a number which says who somebody is. */
const binding = (allowSensitive: readonly string[]) =>
  StepsBinding.parse({
    toolName: 'Note who somebody is',
    steps: [
      {
        id: 'person',
        integration: 'crm',
        operation: 'searchContacts',
        take: 'one',
        inputs: [{ param: 'search_text', argument: 'query' }],
      },
      {
        id: 'note',
        integration: 'crm',
        operation: 'setNote',
        inputs: [{ from: 'person.ssn', argument: 'body' }],
      },
    ],
    projection: [{ path: 'person.full_name', leaf: 'customer_name' }],
    allowSensitive,
  })

function warningsOf(allowSensitive: readonly string[]): readonly Issue[] {
  const whole = binding(allowSensitive)
  const result = compileSteps(
    whole,
    whole.steps.map(({ operation, integration }) => {
      const { binding: _, ...input } = inputOf({ operation, toolName: 'x' })
      return { ...input, integration }
    }),
  )
  return (result.ok ? result.value.warnings : result.failure).filter(
    ({ code }) => code === 'sensitive_parameter',
  )
}

test('what a step writes of another into a milder place is agreed to by the name that the author wrote', () => {
  const [warning] = warningsOf([])
  expect(warning?.message).toContain('"person.ssn" is of class government_id')
  const patches = warning?.fixes?.flatMap(({ patch }) => patch) ?? []
  expect(patches).toContainEqual({ op: 'add', path: '/allowSensitive/-', value: 'person.ssn' })
})

test('and then nothing more is said of it', () => {
  expect(warningsOf(['person.ssn'])).toEqual([])
})
