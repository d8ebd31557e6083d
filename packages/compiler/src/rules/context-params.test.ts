import { expect, test } from 'vitest'
import { codesOf, inputOf, readContact } from '../testing/test-catalog.ts'
import { compile } from '../compile.ts'

test.each([
  ['a parameter of the binding', ['customer_id'], []],
  ['a name that nothing uses', ['custmer_id'], ['context_param_unused contextParams/0']],
])('takes %s', (_, contextParams, expected) => {
  expect(codesOf({ ...readContact, contextParams })).toEqual(expected)
})

test('keeps what the platform fills from the agent', () => {
  const result = compile(inputOf({ ...readContact, contextParams: ['customer_id'] }))
  expect(
    result.ok ? [result.value.skill.parametersSchema, result.value.skill.parameters[0]?.origin] : [],
  ).toEqual([{ type: 'object', properties: {}, additionalProperties: false }, 'context'])
})
