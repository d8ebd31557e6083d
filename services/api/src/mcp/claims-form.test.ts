import type { JsonObject, Skill, ValueOutput } from '@bindery/model'
import { expect, test } from 'vitest'
import { toClaimsForm } from './claims-form.ts'

const output = (leaf: string, scalar: 'string' | 'boolean'): ValueOutput => ({
  kind: 'value',
  leaf,
  path: [],
  sourceType: { kind: 'scalar', scalar },
  type: { kind: 'scalar', scalar },
  nullable: true,
  sensitivity: 'none',
})

function formOf(properties: JsonObject, requiredFields: readonly string[] = ['postcode']) {
  const verifier: Pick<Skill, 'parametersSchema' | 'outputs'> = {
    parametersSchema: { type: 'object', properties },
    outputs: [output('postcode', 'string'), output('is_known', 'boolean')],
  }
  return toClaimsForm({ method: 'account_pin', requiredFields: [...requiredFields] }, verifier)
}

test.each<readonly [string, JsonObject, JsonObject]>([
  ['a whole number', { type: 'integer', minimum: 1 }, { type: 'integer', minimum: 1 }],
  ['a number', { type: 'number', maximum: 9.5 }, { type: 'number', maximum: 9.5 }],
  ['true or false', { type: 'boolean' }, { type: 'boolean' }],
  ['a number that may be null', { type: ['integer', 'null'] }, { type: 'integer' }],
  ['a text', { type: 'string', maxLength: 40, pattern: '^a' }, { type: 'string', maxLength: 40 }],
  ['an address', { type: 'string', format: 'email' }, { type: 'string', format: 'email' }],
  ['a form that no form knows', { type: 'string', format: 'duration' }, { type: 'string' }],
  ['one of several texts', { type: 'string', enum: ['nl', 'be'] }, { type: 'string', enum: ['nl', 'be'] }],
  ['one of several numbers', { type: 'integer', enum: [1, 2] }, { type: 'integer' }],
  ['a number or its digits', { type: ['integer', 'string'] }, { type: 'string' }],
  ['a list', { type: 'array', items: { type: 'string' } }, { type: 'string' }],
])('%s is asked for as what the verifier takes', (_, schema, question) => {
  const described = { ...schema, description: 'As on the letter' }
  expect(formOf({ customer_number: described }).asked['customer_number']).toEqual({
    ...question,
    title: 'Customer number',
    description: 'As on the letter',
  })
})

test('what proves the person is asked for as text, and a truth value is not', () => {
  expect(formOf({}, ['postcode', 'is_known'])).toMatchObject({
    asked: { postcode: { type: 'string', title: 'Postcode' } },
    required: ['postcode'],
  })
})
