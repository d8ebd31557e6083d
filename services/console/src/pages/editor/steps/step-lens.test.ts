import type { StepsBinding } from '@bindery/client'
import { expect, test } from 'vitest'
import { togglePick } from '../outputs.ts'
import { bindingOfStep, stepAt, withStepBinding } from './step-lens.ts'

const whole: StepsBinding = {
  toolName: 'Tickets of a caller',
  steps: [
    { id: 'caller', integration: 'crm', operation: 'findContact', take: 'one' },
    { id: 'tickets', integration: 'desk', operation: 'listTickets' },
  ],
  projection: [
    { path: 'caller.name', leaf: 'name' },
    { path: 'tickets.items', leaf: 'items', fields: [{ path: 'subject', leaf: 'subject' }] },
  ],
}
const edited = (at: number, path: string): StepsBinding['projection'] => {
  const step = whole.steps[at]
  if (step === undefined) return undefined
  const pick = { path, lists: [], isMany: false }
  return withStepBinding(whole, at, togglePick(bindingOfStep(whole, step), pick)).projection
}

test.each([
  ['is under its own name where that is free', 1, 'total', 'tickets.total', 'total'],
  ['names its step where another one has its name', 1, 'desk.name', 'tickets.desk.name', 'tickets_desk_name'],
])('what a step shows %s', (...[, at, path, inWhole, leaf]) => {
  expect(edited(at, path)?.at(-1)).toEqual({ path: inWhole, leaf })
})

test('what a step shows no more leaves the others where they were', () => {
  expect(edited(0, 'name')).toEqual(whole.projection?.slice(1))
})

test.each([
  ['/steps/1/inputs/0', { at: 1, path: '/inputs/0' }],
  ['/projection/1/fields/0', { at: 1, path: '/projection/0/fields/0' }],
  ['/toolName', undefined],
])('the place %s of the whole is found in the panes of its step', (path, place) => {
  expect(stepAt(whole, path)).toEqual(place)
})
