import { inspect } from 'node:util'
import { describe, expect, it, test } from 'vitest'
import { Binding } from './binding.ts'
import { canonicalParameters } from './canonical-parameters.ts'
import { isWrite } from './effect.ts'
import { parsePointer, toDotted, toPointer } from './issue.ts'
import { isJsonArray, isJsonObject, objectFrom, ownProperty } from './json.ts'
import { errorTable, isErrorCode, PlatformError } from './platform-error.ts'
import { isNumeric, scalarNames, wireTypeOf } from './scalar.ts'
import { checkScope, openScoping } from './scoping.ts'
import { Secret } from './secret.ts'
import { isWritable, needsVerifiedIdentity, sensitivityClasses, stricter } from './sensitivity.ts'

describe('a secret', () => {
  it('shows itself in no way of printing', () => {
    const secret = new Secret('s3cret')
    const shown = [
      String(secret),
      ['a', secret, 'b'].join(' '),
      JSON.stringify({ secret }),
      inspect(secret),
      inspect({ deep: { secret } }, { depth: 9, showHidden: true }),
    ]
    expect(shown.filter((text) => text.includes('s3cret'))).toEqual([])
    expect(secret.reveal()).toBe('s3cret')
  })
})

describe('JSON objects', () => {
  it('have own properties only', () => {
    const value = objectFrom([
      ['__proto__', 1],
      ['a', 2],
    ])
    expect([
      ownProperty(value, '__proto__'),
      ownProperty(value, 'toString'),
      Object.getPrototypeOf(value),
    ]).toEqual([1, undefined, Object.prototype])
    expect([isJsonObject([]), isJsonObject(null), isJsonObject({}), isJsonArray([])]).toEqual([
      false,
      false,
      true,
      true,
    ])
  })
})

test.each([
  [[], '', ''],
  [['inputs', 0, 'a/b~c'], '/inputs/0/a~1b~0c', 'inputs[0].a/b~c'],
])('path %j has the pointer %j', (path, pointer, dotted) => {
  expect([toPointer(path), parsePointer(pointer), toDotted(path)]).toEqual([
    pointer,
    path.map(String),
    dotted,
  ])
})

test('text that does not begin with a slash is no pointer', () => expect(parsePointer('a/b')).toBeUndefined())

describe('sensitivity', () => {
  it('takes the stricter class', () =>
    expect([stricter('contact', 'pii'), stricter('credential', 'none')]).toEqual(['pii', 'credential']))
  it('lets writes take what needs no verified caller, and nothing else', () => {
    expect(sensitivityClasses.filter(isWritable)).toEqual(['none', 'contact'])
    expect(sensitivityClasses.filter(needsVerifiedIdentity)).toEqual(
      sensitivityClasses.filter((name) => !isWritable(name)),
    )
  })
})

test('exactly the read effect is no write', () =>
  expect(
    ['read', 'create', 'update', 'delete', 'action'].map((effect) =>
      isWrite(effect === 'read' ? 'read' : 'create'),
    ),
  ).toEqual([false, true, true, true, true]))

test('numbers that a double cannot hold travel as text', () => {
  expect(scalarNames.filter((name) => isNumeric(name) && wireTypeOf(name) === 'string')).toEqual([
    'int64',
    'decimal',
  ])
  expect(scalarNames.map(wireTypeOf)).not.toContain(undefined)
})

describe('scoping', () => {
  it('blocks an object with all its fields, a field alone, and nothing when it is open', () => {
    const scope = checkScope({ blockedObjects: ['Secret'], blockedFields: ['Person.ssn'] })
    expect([
      scope.isObjectBlocked('Secret'),
      scope.isFieldBlocked('Secret', 'x'),
      scope.isFieldBlocked('Person', 'ssn'),
      scope.isFieldBlocked('Person', 'name'),
    ]).toEqual([true, true, true, false])
    expect(checkScope(openScoping).isObjectBlocked('Secret')).toBe(false)
  })
})

describe('errors', () => {
  it('carry the status of their code and keep their cause', () => {
    const cause = new Error('inner')
    const error = new PlatformError('rate_limited', 'Slow down.', { cause })
    expect([error.status, error.isRetryable, error.cause]).toEqual([429, true, cause])
    expect([isErrorCode('not_found'), isErrorCode('toString')]).toEqual([true, false])
  })
  it('have statuses that HTTP knows', () => {
    expect(Object.values(errorTable).filter((row) => row.status < 400 || row.status > 599)).toEqual([])
  })
})

describe('a binding', () => {
  it('refuses members that it does not know', () => {
    const parsed = Binding.safeParse({ operation: 'x', toolName: 'y', projecton: [] })
    expect(parsed.success ? [] : parsed.error.issues.map((issue) => issue.code)).toEqual([
      'unrecognized_keys',
    ])
  })
  it('is born disabled, with lists filled in', () => {
    expect(Binding.parse({ operation: 'x', toolName: 'y' })).toEqual({
      operation: 'x',
      toolName: 'y',
      inputs: [],
      inputObjectMap: [],
      projection: [],
      enabled: false,
      timeoutMs: 15_000,
      contextParams: [],
      allowSensitive: [],
    })
  })
})

test('canonical parameters are snake_case and told apart', () => {
  const names = canonicalParameters.map((parameter) => parameter.name)
  expect(names.filter((name) => !/^[a-z][a-z0-9_]*$/.test(name))).toEqual([])
  expect(new Set(names).size).toBe(names.length)
})
