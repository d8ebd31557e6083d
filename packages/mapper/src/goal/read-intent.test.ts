import { expect, test } from 'vitest'
import { guardGoal } from './guard-goal.ts'
import { readIntent } from './read-intent.ts'

test.each([
  ['List the open orders of a customer', 'read', 'list'],
  ['Who booked the room?', 'read', 'read'],
  ['Tell the caller when the delivery comes', 'read', 'read'],
  ['Create a ticket', 'write', 'create'],
  ['Call off the appointment', 'write', 'action'],
  ['Set up a calendar', 'write', 'create'],
  ['Get rid of an old address', 'write', 'delete'],
  ['Something about weather', 'unclear', undefined],
])('reads %j', (goal, effect, intent) => {
  expect(readIntent(goal)).toMatchObject({ effect, intent })
})

test.each([
  ['', 'says nothing'],
  ['...', 'says nothing'],
  ['x'.repeat(1001), 'longer than 1000'],
  ['Read\u202eme', 'invisible'],
  ['Read\u0000me', 'invisible'],
  ['Read\u{e0041}me', 'invisible'],
])('refuses %j', (text, reason) => {
  expect(guardGoal(text)).toEqual({ ok: false, failure: expect.stringContaining(reason) })
})

test.each([
  ['Can you cancel my booking?', 'write'],
  ['The customer will not make it, delete the appointment', 'write'],
  ['Order status for a customer', 'read'],
  ['Update the order status', 'write'],
  ['Can a caller see their bookings?', 'read'],
  ['A phone rings: who is that, and where do we bill them?', 'read'],
  ['Open a ticket for a caller', 'write'],
  ['Open tickets of a caller', 'read'],
  ['Export the members of a list', 'read'],
  ['Somebody writes in, are they a reader of ours', 'read'],
  ['A number is ringing: which visits do they have', 'read'],
  ['Somebody rings and asks when they are due', 'read'],
  ['Everything that came out so far', 'read'],
  ['All of the bookings must be cancelled', 'write'],
  ['They are unhappy, cancel the order', 'write'],
  ['Book what they want', 'write'],
  ['Zet het volume harder of zachter', 'unclear'],
])('sees through the words around what %j asks', (goal, effect) => {
  expect(readIntent(goal).effect).toBe(effect)
})

test.each([
  ['Order parts', 'read'],
  ['Order the parts', 'write'],
  ['Top up a card', 'write'],
  ['Leave balance of an employee', 'read'],
  ['Leave a comment', 'write'],
  ['Cancelled bookings', 'read'],
  ['Orders that were cancelled', 'read'],
  ['Onboard a supplier', 'write'],
  ['Cancels the subscription', 'write'],
  ['Reply to a comment', 'write'],
  ['Comment on a card', 'write'],
  ['Re-run a build', 'write'],
  ['Change what a size costs', 'write'],
  ['Stop notifying me', 'write'],
  ['Close or snooze a conversation', 'write'],
  ['Refund part of a payment', 'unclear'],
  ['Release notes of a version', 'read'],
  ['Report on the sales', 'read'],
  ['New orders of a customer', 'read'],
  ['Termin absagen', 'unclear'],
  ['Retire el pedido', 'unclear'],
  ['予約をキャンセルする', 'unclear'],
])('tells an imperative from a noun phrase, and English from other languages: %j', (goal, effect) => {
  expect(readIntent(goal).effect).toBe(effect)
})

test("takes a verb that could be a noun for one where the provider's own writes begin so", () => {
  expect(readIntent('Book order').effect).toBe('unclear')
  expect(readIntent('Book order', new Set(['book order'])).effect).toBe('write')
})
