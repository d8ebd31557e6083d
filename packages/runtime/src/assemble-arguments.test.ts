import {
  type Assignment,
  type Json,
  type JsonObject,
  parseJson,
  PlatformError,
  scalarType,
  type TypeRef,
} from '@bindery/model'
import { expect, test } from 'vitest'
import { prepareArguments as prepare } from './assemble-arguments.ts'

const clock = { now: new Date('2026-11-30T12:00:00Z'), timezone: 'Asia/Kolkata' }

function prepareArguments(assignments: readonly Assignment[]): (params: JsonObject) => JsonObject {
  const assemble = prepare(assignments)
  return (params) => assemble(params, clock)
}

function assign(target: readonly string[], source: Assignment['source'], targetNullable = false): Assignment {
  return { target, targetType: scalarType('any'), targetNullable, source }
}

const from = (name: string, transform?: string): Assignment['source'] =>
  transform === undefined ? { from: 'parameter', name } : { from: 'parameter', name, transform }

const constant = (value: Json): Assignment['source'] => ({ from: 'constant', value })

test('nests by target, keeps types, leaves out what was not given', () => {
  const assemble = prepareArguments([
    assign(['id'], from('id')),
    assign(['body', 'customer', 'email'], from('email')),
    assign(['body', 'customer', 'name'], from('name')),
    assign(['body', 'source'], constant('phone')),
    assign(['header', 'x'], from('absent')),
    assign(['constructor'], from('constructor')),
  ])
  expect(assemble({ id: 7, email: 'a@b.c' })).toEqual({
    id: 7,
    body: { customer: { email: 'a@b.c' }, source: 'phone' },
  })
})

test('an object that the provider requires is sent without members rather than left out', () => {
  const inside = { ...assign(['body', 'customer', 'email'], from('email')), requiredObjects: [1, 2] }
  const optional = { ...assign(['body', 'address', 'city'], from('city')), requiredObjects: [1] }
  expect(prepareArguments([inside, optional])({})).toEqual({ body: { customer: {} } })
  expect(prepareArguments([optional])({})).toEqual({ body: {} })
})

test('an object that an optional one requires is sent with it, and not for its own sake', () => {
  const inside = { ...assign(['body', 'customer', 'email'], from('email')), requiredObjects: [2] }
  const beside = assign(['body', 'note'], from('note'))
  const assemble = prepareArguments([inside, beside])
  expect([assemble({}), assemble({ note: 'x' })]).toEqual([{}, { body: { note: 'x', customer: {} } }])
})

test('a value cannot change the structure', () => {
  const value = '","admin":true,"x":"'
  const args = prepareArguments([assign(['customer', 'id'], from('id'))])({ id: value })
  expect(parseJson(JSON.stringify(args))).toEqual({ customer: { id: value } })
})

test('transforms are applied to what was given, and only to that', () => {
  const assemble = prepareArguments([
    assign(['name'], from('name', '$uppercase($)')),
    assign(['b'], from('b', '$uppercase($)')),
  ])
  expect(assemble({ name: 'ada' })).toEqual({ name: 'ADA' })
})

test('a transform without a result leaves the member out', () => {
  expect(prepareArguments([assign(['a'], from('a', 'missing'))])({ a: { b: 1 } })).toEqual({})
})

test.each([
  ['a transform that fails', '$uppercase($)', 7],
  ['a transform to null where null may not be', 'null', 'x'],
])('%s is a problem of the parameter', (_, transform, value) => {
  const assemble = prepareArguments([assign(['a'], from('p', transform))])
  expect(() => assemble({ p: value })).toThrow(PlatformError)
  try {
    assemble({ p: value })
  } catch (error) {
    expect(error).toMatchObject({
      code: 'validation_error',
      details: { sent: 'no', issues: [{ path: ['params', 'p'] }] },
    })
  }
})

test('null passes where it may', () => {
  expect(prepareArguments([assign(['a'], from('p', 'null'), true)])({ p: 'x' })).toEqual({ a: null })
})

test.each([
  ['a member and its parent', [assign(['a'], constant(1)), assign(['a', 'b'], constant(2))]],
  ['one member twice', [assign(['a'], constant(1)), assign(['a'], constant(2))]],
  ['__proto__', [assign(['a', '__proto__'], constant(1))]],
])('refuses %s', (_, assignments) => {
  expect(() => prepareArguments(assignments)).toThrow('compile it again')
})

test('a whole object may not hold what is withheld, given or made by a transform', () => {
  const type: TypeRef = { kind: 'object', name: 'Customer' }
  const withheld = [{ object: 'Customer', members: ['ssn'], inside: [{ name: 'parent', type }] }]
  const plain = { ...assign(['body'], from('details')), targetType: type, withheld }
  const made = { ...assign(['body'], from('id', '{"ssn": $}')), targetType: type, withheld }
  expect(prepareArguments([plain])({ details: { name: 'Ada' } })).toEqual({ body: { name: 'Ada' } })
  const refusal = (assignment: Assignment, params: JsonObject) => {
    try {
      return prepareArguments([assignment])(params)
    } catch (error) {
      return error instanceof PlatformError
        ? error.details.issues?.map(({ code, path }) => [code, ...path])
        : error
    }
  }
  expect(refusal(plain, { details: { parent: { ssn: '1' } } })).toEqual([
    ['param_withheld', 'params', 'details', 'parent', 'ssn'],
  ])
  expect(refusal(made, { id: '1' })).toEqual([['param_withheld', 'params', 'id', 'ssn']])
})

test.each([
  ['today', 'date', '2026-11-30'],
  ['today', 'datetime', '2026-11-29T18:30:00.000000Z'],
  ['today-P1M', 'string', '2026-10-30'],
  ['now-PT36H', 'datetime', '2026-11-29T00:00:00.000000Z'],
] as const)('%s is sent as a %s', (text, scalar, expected) => {
  const from = { ...assign(['since'], { from: 'relative', text }), targetType: scalarType(scalar) }
  expect(prepareArguments([from])({})).toEqual({ since: expected })
})

test('a day without a zone is not sent', () => {
  const assemble = prepare([assign(['since'], { from: 'relative', text: 'today' })])
  expect(() => assemble({}, { ...clock, timezone: undefined })).toThrow(
    expect.objectContaining({ details: expect.objectContaining({ reason: 'timezone_missing', sent: 'no' }) }),
  )
})
