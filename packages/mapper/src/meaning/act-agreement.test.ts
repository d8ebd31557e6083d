import { expect, test } from 'vitest'
import { readIntent } from '../goal/read-intent.ts'
import { operation } from '../test-catalog.ts'
import { actAgreement } from './act-agreement.ts'

const operations = [
  operation('/tickets/close', 'post', { name: 'closeTicket' }),
  operation('/tickets/{id}', 'delete', { name: 'tickets_one', effect: 'delete' }),
  operation('/tickets/{id}/cancel', 'post', { name: 'cancel', title: 'Cancel a ticket' }),
  operation('/tickets/{id}/archive', 'post', { name: 'tickets_archive' }),
  operation('/tickets/{id}/pin', 'post', { name: 'pinTicket' }),
  operation('/tickets/{id}/assign', 'post', {
    name: 'assignTicket',
    description: 'Gives it to somebody, to escalate it for example.',
  }),
  operation('/tickets/{id}', 'patch', { name: 'updateTicket', effect: 'update' }),
  operation('/tickets/{id}', 'get', { name: 'getTicket' }),
]

test.each([
  ['Escalate a ticket', 'closeTicket', 'contrary'],
  ['Reopen the ticket', 'closeTicket', 'contrary'],
  ['Confirm a ticket', 'cancel', 'contrary'],
  ['Unarchive a ticket', 'tickets_archive', 'contrary'],
  ['Unpin a ticket', 'pinTicket', 'contrary'],
  ['Restore the ticket', 'tickets_one', 'contrary'],
  ['Assign a ticket to a colleague', 'tickets_one', 'contrary'],
  ['Resolve the ticket', 'closeTicket', 'open'],
  ['Call the ticket off', 'cancel', 'open'],
  ['Get rid of a ticket', 'tickets_one', 'open'],
  ['Escalate a ticket', 'updateTicket', 'open'],
  ['Escalate a ticket', 'assignTicket', 'open'],
  ['Set the status of a ticket to closed', 'closeTicket', 'open'],
  ['Snooze a ticket', 'assignTicket', 'unlike'],
  ['Escalate a ticket', 'getTicket', 'unlike'],
  ['The caller has had enough of the ticket', 'closeTicket', 'open'],
])('of %j and %s: %s', (goal, name, expected) => {
  const found = operations.find((each) => each.name === name)
  if (found === undefined) throw new TypeError(`There is no ${name}.`)
  expect(actAgreement(readIntent(goal).act, found)).toBe(expected)
})
