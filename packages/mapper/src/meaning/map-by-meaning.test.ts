import { compile, compileSteps } from '@bindery/compiler'
import {
  type Binding,
  fingerprintCatalog,
  parameterUses,
  type SchemaCatalog,
  type StepsBinding,
} from '@bindery/model'
import { openScoping } from '@bindery/model'
import { expect, test } from 'vitest'
import { mapGoal } from '../map-goal.ts'
import type { GoalText } from '../ranking/query.ts'
import { argument, field, listOf, object, operation, ref } from '../test-catalog.ts'

const whole = { kind: 'scalar', scalar: 'integer' } as const
const moment = { kind: 'scalar', scalar: 'datetime' } as const
const contact = { sensitivity: 'contact' } as const
const must = { required: true }

/** A desk with patients, their visits and tickets that are known by number. */
const desk: SchemaCatalog = {
  formatVersion: 1,
  source: 'openapi',
  title: 'Desk',
  servers: [],
  security: [],
  relationships: [
    {
      name: 'NewVisit.patientId',
      from: { object: 'NewVisit', fields: ['patientId'] },
      to: { object: 'Patient', fields: ['id'] },
      cardinality: 'one',
      origin: 'declared',
      provenance: '#/NewVisit',
    },
  ],
  objects: [
    {
      ...object('Patient', [
        field('id'),
        field('name', undefined, contact),
        field('phone', undefined, contact),
      ]),
      key: ['id'],
    },
    { ...object('Visit', [field('id'), field('startsAt', moment), field('status')]), key: ['id'] },
    {
      ...object('Ticket', [field('id'), field('number', whole), field('subject'), field('status')]),
      key: ['id'],
    },
    object('NewVisit', [field('patientId', undefined, must), field('startsAt', moment, must), field('note')]),
    object('NewTicket', [field('subject', undefined, must)]),
  ],
  operations: [
    operation('/patients', 'get', {
      name: 'findPatients',
      title: 'Find patients',
      arguments: [argument('phone', 'query', contact)],
      returns: { type: listOf(ref('Patient')), nullable: false },
    }),
    operation('/visits', 'post', {
      name: 'createVisit',
      title: 'Book a visit',
      object: 'Visit',
      inputArgument: 'body',
      arguments: [argument('body', 'body', { type: ref('NewVisit'), ...must })],
      returns: { type: ref('Visit'), nullable: false },
    }),
    operation('/visits/{visitId}/cancel', 'post', {
      name: 'cancelVisit',
      title: 'Cancel a visit',
      object: 'Visit',
      effect: 'action',
      arguments: [argument('visitId', 'path'), argument('reason', 'query')],
      returns: { type: ref('Visit'), nullable: false },
    }),
    operation('/tickets', 'post', {
      name: 'createTicket',
      title: 'Create a ticket',
      object: 'Ticket',
      inputArgument: 'body',
      arguments: [argument('body', 'body', { type: ref('NewTicket'), ...must })],
      returns: { type: ref('Ticket'), nullable: false },
    }),
    operation('/tickets/close', 'post', {
      name: 'closeTicket',
      title: 'Close a ticket',
      object: 'Ticket',
      effect: 'action',
      arguments: [argument('number', 'query', { type: whole, ...must })],
      returns: { type: ref('Ticket'), nullable: false },
    }),
  ],
}

function toolsFor(catalog: SchemaCatalog) {
  const known = {
    catalog,
    catalogHash: fingerprintCatalog(catalog),
    lowering: { lower: () => ({}) },
    integration: 'desk',
    scoping: openScoping,
  }
  return {
    compile: (binding: Binding) => compile({ binding, ...known }),
    steps: {
      integration: 'desk',
      compile: (binding: StepsBinding) =>
        compileSteps(
          binding,
          binding.steps.map(() => known),
        ),
    },
  }
}

function draft(request: GoalText, catalog = desk) {
  const mapped = mapGoal(request, catalog, toolsFor(catalog))
  if (mapped.status !== 'mapped') throw new Error(mapped.reasons.join(' '))
  const { binding, questions, unmet, operation: name, strength } = mapped
  return {
    name,
    strength,
    // Each where it goes, of one operation.
    filled: 'operation' in binding ? parameterUses(binding).map(({ param }) => param) : [],
    asked: questions.map((question) => question.name),
    unmet: unmet.map((part) => part.name),
  }
}

test.each<readonly [string, GoalText, string]>([
  ['a telephone number is no id', { goal: 'Cancel a visit', parameters: ['caller_phone'] }, 'cancelVisit'],
  [
    'a telephone number is no number of a ticket',
    { goal: 'Close a ticket', parameters: ['caller_phone'] },
    'closeTicket',
  ],
  [
    'a name of a record is not its id',
    { goal: 'Book a visit', parameters: ['patient_name', 'start_time'] },
    'createVisit',
  ],
  ['a moment is no id', { goal: 'Cancel a visit', parameters: ['end_time'] }, 'cancelVisit'],
])('%s: it is asked about and goes nowhere', (_, request, expected) => {
  const [first = ''] = request.parameters ?? []
  const made = draft(request)
  expect(made.name).toBe(expected)
  expect(made.filled).not.toContain(first)
  expect(made.asked).toContain(first)
  expect(made.unmet).toEqual([first])
  expect(made.strength).not.toBe('strong')
})

test('a telephone number does not take the place of an id whose lookup a person rejected', () => {
  const request = { goal: 'Book a visit for a patient', parameters: ['caller_phone', 'start_time'] }
  const looked = draft(request)
  expect(looked.filled).toEqual([])
  const key = { kind: 'input', verdict: 'reject', name: 'patient.id', place: 'body.patientId' } as const
  const made = draft({ ...request, decisions: [key] })
  expect(made.filled.toSorted()).toEqual(['patient_id', 'start_time'])
  expect(made.asked).toEqual(expect.arrayContaining(['patient_id', 'caller_phone']))
})

test('ends a ticket rather than making one, though the name it was given fits a new one only', () => {
  const request = { goal: 'Close ticket by subject', parameters: ['subject'] }
  expect(draft(request)).toMatchObject({ name: 'closeTicket', unmet: ['subject'] })
  const making = { ...desk, operations: desk.operations.filter(({ name }) => name !== 'closeTicket') }
  expect(draft({ ...request, goal: 'Close the ticket by subject' }, making)).toMatchObject({
    name: 'createTicket',
    asked: ['createTicket', 'close'],
    strength: 'fair',
  })
})

test.each([
  ['undoes', 'Reopen the ticket'],
  ['ends what the goal does not', 'Escalate a ticket'],
])('drafts nothing that %s, and says what came nearest: %s', (_, goal) => {
  const writing = { ...desk, operations: desk.operations.filter(({ name }) => name === 'closeTicket') }
  const mapped = mapGoal({ goal, parameters: ['number'] }, writing, toolsFor(writing))
  expect(mapped).toMatchObject({
    status: 'abstained',
    best: 'closeTicket',
    reasons: [expect.stringContaining('another act')],
  })
})

test('drafts what does another act than the goal weakly, and asks whether it is meant', () => {
  const only = { ...desk, operations: desk.operations.filter(({ name }) => name === 'createVisit') }
  expect(draft({ goal: 'Confirm a visit of a patient', parameters: ['patient_id'] }, only)).toMatchObject({
    strength: 'weak',
    asked: expect.arrayContaining(['createVisit']),
  })
})

test.each([
  ['names no act of it', 'Visita de un paciente', 'abstained'],
  ['names its act', 'Visita: cancel', 'mapped'],
])(
  'of a goal that leaves open whether it writes, a write is drafted only where it %s: %s',
  (_, goal, status) => {
    const only = { ...desk, operations: desk.operations.filter(({ name }) => name === 'cancelVisit') }
    const mapped = mapGoal({ goal, parameters: ['visit_id'] }, only, toolsFor(only))
    expect(mapped.status).toBe(status)
  },
)

test('drafts no read for an act, as if it were done by it', () => {
  const reading = { ...desk, operations: desk.operations.filter(({ name }) => name === 'findPatients') }
  const mapped = mapGoal(
    { goal: 'Notify a patient', parameters: ['caller_phone'] },
    reading,
    toolsFor(reading),
  )
  expect(mapped).toMatchObject({ status: 'abstained', best: 'findPatients' })
})

test.each([
  ['a number of a record', 'visit_number'],
  ['what a record is called', 'visit'],
])('%s stands for its id weakly, and a question names the read that finds it', (_, name) => {
  const listing = {
    ...desk,
    operations: [
      ...desk.operations,
      operation('/visits', 'get', {
        name: 'listVisits',
        returns: { type: listOf(ref('Visit')), nullable: false },
      }),
    ],
  }
  const mapped = mapGoal({ goal: 'Cancel a visit', parameters: [name] }, listing, toolsFor(listing))
  if (mapped.status !== 'mapped') throw new Error(mapped.reasons.join(' '))
  expect(mapped).toMatchObject({ operation: 'cancelVisit', strength: 'fair' })
  expect(mapped.lines.find((line) => line.name === name)).toMatchObject({
    place: 'visitId',
    strength: 'weak',
  })
  expect(mapped.questions).toContainEqual(expect.objectContaining({ name, lookup: 'listVisits' }))
})

test('the number of a record that has an id as well finds the one by the other', () => {
  const numbered = {
    ...desk,
    objects: desk.objects.map((each) =>
      each.name === 'Patient' ? { ...each, fields: [...each.fields, field('number')] } : each,
    ),
    operations: desk.operations.map((each) =>
      each.name === 'findPatients' ? { ...each, arguments: [argument('number', 'query')] } : each,
    ),
  }
  const request = { goal: 'Book a visit', parameters: ['patient_number', 'start_time'] }
  const mapped = mapGoal(request, numbered, toolsFor(numbered))
  if (mapped.status !== 'mapped') throw new Error(mapped.reasons.join(' '))
  expect(mapped.lines.map(({ name, place }) => `${name} > ${place}`)).toEqual(
    expect.arrayContaining(['patient_number > patient.number', 'patient.id > body.patientId']),
  )
})

test('an end goes to no start', () => {
  const request = { goal: 'Book a visit', parameters: ['patient_id', 'end_time'] }
  expect(draft(request)).toMatchObject({ name: 'createVisit', unmet: ['end_time'] })
})

test('asks about a name for which nothing but its type speaks', () => {
  const made = draft({ goal: 'Create a ticket', parameters: ['shoe_size'] })
  expect(made).toMatchObject({ filled: ['shoe_size'], asked: ['shoe_size'] })
  expect(made.strength).not.toBe('strong')
})
