import { Step } from '@bindery/model'
import { expect, test } from 'vitest'
import { outerWords } from './outer-words.ts'
import type { StepNeed } from './step-plan.ts'

const step = Step.parse({ id: 'ticket', integration: 'desk', operation: 'getTicket' })
const wire = {
  parameter: 'from_person_id',
  step: 'person',
  leaf: 'id',
  name: 'person.id',
  origin: ['steps', 1, 'inputs', 0, 'from'],
}
const asked = (as: StepNeed['as'], wanted = 'note'): StepNeed => ({
  leaf: 'note',
  wanted,
  path: [{ kind: 'field', name: 'note' }],
  entry: {},
  as,
  origin: [],
})

test.each<[string, StepNeed | undefined, string, string]>([
  [
    'a value for another step',
    asked('wire'),
    'The output "note" reads x.',
    'The value "ticket.note" of "desk" reads x.',
  ],
  ['a choice', asked('choice'), 'The output "note" reads x.', 'The choice "note" of "desk" reads x.'],
  [
    'an output',
    asked('shown', 'the_note'),
    'The output "note" reads x.',
    'The output "the_note" of "desk" reads x.',
  ],
  [
    'a name of the catalog that is the same',
    asked('wire'),
    'The path of "note" leads nowhere: there is no "note".',
    'The path of "ticket.note" leads nowhere: there is no "note".',
  ],
  ['the title of a fix', asked('choice'), 'Remove the output "note"', 'Remove the choice "note"'],
  [
    'what an earlier step gives',
    undefined,
    '"from_person_id" is blocked by scoping.',
    '"person.id" is blocked by scoping.',
  ],
])('%s is called as the author knows it', (...[, need, inner, outer]) => {
  expect(outerWords({ step, wires: [wire] }, need)(inner)).toBe(outer)
})
