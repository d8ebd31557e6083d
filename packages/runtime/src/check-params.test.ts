import {
  isJsonObject,
  type Json,
  type JsonObject,
  parseJson,
  scalarType,
  type SkillParameter,
} from '@bindery/model'
import { expect, test } from 'vitest'
import { prepareParams } from './check-params.ts'

const parameters: readonly SkillParameter[] = [
  {
    name: 'subject',
    type: scalarType('string'),
    nullable: false,
    required: true,
    constraints: { maxLength: 5 },
  },
  { name: 'note', type: scalarType('string'), nullable: true, required: false },
  { name: 'limit', type: scalarType('integer'), nullable: false, required: true, default: 5 },
]

const check = (text: string) => {
  const params = parseJson(text)
  if (!isJsonObject(params)) throw new TypeError('Not an object.')
  return prepareParams(parameters)(params)
}

test('fills in defaults and leaves out what was not given', () => {
  expect(check('{"subject":"x"}')).toEqual({ ok: true, value: { subject: 'x', limit: 5 } })
})

test('null is a value only where it may be', () => {
  expect(check('{"subject":"x","note":null}')).toEqual({
    ok: true,
    value: { subject: 'x', note: null, limit: 5 },
  })
  expect(check('{"subject":null}')).toMatchObject({ ok: false, failure: [{ code: 'param_type' }] })
})

test('a value beyond its bounds is named', () => {
  expect(check('{"subject":"too long"}')).toMatchObject({
    ok: false,
    failure: [
      {
        code: 'param_constraint',
        path: ['params', 'subject'],
        message: '"subject" must be at most 5 characters.',
      },
    ],
  })
})

test('__proto__ is just an unknown name', () => {
  const params: JsonObject = Object.fromEntries<Json>([
    ['subject', 'x'],
    ['__proto__', { admin: true }],
  ])
  const checked = prepareParams(parameters)(params)
  expect(checked).toMatchObject({ ok: false, failure: [{ code: 'param_unknown' }] })
  expect(checked.ok ? undefined : checked.failure[0]?.suggestions).toBeUndefined()
})

test('no parameter is called __proto__', () => {
  const parameter = { name: '__proto__', type: scalarType('string'), nullable: false, required: false }
  expect(() => prepareParams([parameter])).toThrow(TypeError)
})
