import { expect, test } from 'vitest'
import type { Effect, Operation } from '../../../packages/model/src/index.ts'
import type { Label } from './label.ts'
import { isGoodEnough, type Outcome, scoreEffects } from './score-effects.ts'

const labelled = (found: Effect, label: Pick<Label, 'effect' | 'or'>) => ({
  operation: { ...operation, effect: found },
  label: { at: '#/x', name: 'x', ...label },
})

const operation: Operation = {
  name: 'x',
  effect: 'read',
  effectOrigin: 'declared',
  groups: [],
  arguments: [],
  availability: { status: 'bindable' },
  security: [],
  call: null,
  provenance: '#/x',
}

test.each<[Effect, Pick<Label, 'effect' | 'or'>, Outcome]>([
  ['delete', { effect: 'delete' }, 'right'],
  ['update', { effect: 'delete' }, 'grave'],
  ['read', { effect: 'update' }, 'grave'],
  ['action', { effect: 'update' }, 'milder'],
  ['action', { effect: 'update', or: ['action'] }, 'right'],
  ['read', { effect: 'update', or: ['read'] }, 'grave'],
  ['update', { effect: 'delete', or: ['update'] }, 'grave'],
  ['action', { effect: 'read' }, 'graver'],
])('%s for %j is %s', (found, label, outcome) => {
  expect(scoreEffects([labelled(found, label)]).counts[outcome]).toBe(1)
})

test('one grave error of a thousand is one too many, two milder of a hundred are not', () => {
  const right = Array.from({ length: 98 }, () => labelled('read', { effect: 'read' }))
  const milder = [1, 2].map(() => labelled('read', { effect: 'action' }))
  expect(isGoodEnough(scoreEffects([...right, ...milder]))).toBe(true)
  expect(isGoodEnough(scoreEffects([...right, ...right, labelled('read', { effect: 'delete' })]))).toBe(false)
  expect(isGoodEnough(scoreEffects([...right, ...milder, ...milder]))).toBe(false)
})
