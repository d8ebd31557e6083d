import type { JsonObject, StepsBinding } from '@bindery/model'
import type { z } from 'zod'

/** What a caller asks and one skill of several steps answers, in one call. */
export interface DemoQuestion {
  readonly asked: string
  readonly params: JsonObject
  readonly binding: z.input<typeof StepsBinding>
}

/** Slugs of the integrations that it calls, in the order of its first call. */
export const providersOf = ({ steps }: DemoQuestion['binding']): readonly string[] => [
  ...new Set(steps.map(({ integration }) => integration)),
]

/** A caller of every demo provider. */
const ada = '+31612345678'
const byPhone = { param: 'caller_phone', argument: 'phone', required: true }

/** Three operations of the clinic, over REST: each needs what only the one before it can find. */
const nextAppointment: DemoQuestion = {
  asked: 'When is my next appointment, and who could take it?',
  params: { caller_phone: ada },
  binding: {
    toolName: 'Next appointment of caller',
    description: 'Tell a patient when their next appointment is, with whom, and who else offers the same.',
    enabled: true,
    steps: [
      {
        id: 'patient',
        integration: 'clinic',
        operation: 'searchPatients',
        take: 'one',
        inputs: [byPhone],
      },
      {
        id: 'visit',
        integration: 'clinic',
        operation: 'listPatientAppointments',
        take: 'first',
        inputs: [{ from: 'patient.id', argument: 'patientId' }],
        where: [{ field: 'status', const: 'booked' }],
        orderBy: [{ field: 'startsAt' }],
      },
      {
        id: 'offered',
        integration: 'clinic',
        operation: 'listPractitioners',
        inputs: [{ from: 'visit.service', argument: 'service' }],
      },
    ],
    projection: [
      { path: 'visit.startsAt', leaf: 'start_time' },
      { path: 'visit.service', leaf: 'service_type' },
      { path: 'visit.practitioner.name', leaf: 'with_whom' },
      {
        path: 'offered',
        leaf: 'practitioners',
        max: 5,
        fields: [{ path: 'name', leaf: 'name' }],
      },
    ],
  },
}

/** Two queries and a mutation of the support desk, over GraphQL, which no one document can hold. */
const addToTicket: DemoQuestion = {
  asked: 'Please add to my ticket that the modem still blinks.',
  params: { caller_phone: ada, message: 'The modem still blinks red.' },
  binding: {
    toolName: 'Add to ticket of caller',
    description: 'Add what a customer says to the newest of their open tickets.',
    steps: [
      {
        id: 'customer',
        integration: 'support',
        operation: 'customersByPhone',
        take: 'one',
        inputs: [byPhone],
      },
      {
        id: 'ticket',
        integration: 'support',
        operation: 'tickets',
        take: 'first',
        inputs: [{ from: 'customer.id', argument: 'customerId' }],
        inputObjectMap: [{ field: 'status', const: 'OPEN' }],
        orderBy: [{ field: 'createdAt', direction: 'desc' }],
      },
      {
        id: 'adding',
        integration: 'support',
        operation: 'addComment',
        inputObjectMap: [
          { field: 'ticketNumber', from: 'ticket.number' },
          { field: 'body', param: 'message' },
        ],
      },
    ],
    projection: [
      { path: 'ticket.number', leaf: 'ticket_id' },
      { path: 'ticket.subject', leaf: 'subject' },
      { path: 'adding.comment.body', leaf: 'message' },
    ],
  },
}

/** Two searches and an insert in the database of bookings: a visit needs the keys of a person and of a place. */
const bookVisit: DemoQuestion = {
  asked: 'Can somebody look at my heating, at the house in Huizen?',
  params: {
    caller_phone: ada,
    city: 'Huizen',
    service_type: 'heating',
    start_time: '2027-02-10T09:00:00+01:00',
    note: 'The boiler drips',
  },
  binding: {
    toolName: 'Ask for a visit',
    description:
      'Ask for a visit to an address of the customer who is calling. Somebody plans it afterwards.',
    steps: [
      {
        id: 'customer',
        integration: 'bookings',
        operation: 'customers.find',
        take: 'one',
        where: [{ field: 'phone', param: 'caller_phone' }],
      },
      {
        id: 'address',
        integration: 'bookings',
        operation: 'service_addresses.find',
        take: 'one',
        distinguishBy: ['city', 'street'],
        where: [
          { field: 'customer_id', from: 'customer.id' },
          { field: 'city', param: 'city', optional: true },
        ],
      },
      {
        id: 'visit',
        integration: 'bookings',
        operation: 'appointments.insert',
        sqlWrite: {
          table: 'appointments',
          mode: 'insert',
          columns: [
            { column: 'customer_id', from: 'customer.id' },
            { column: 'service_address_id', from: 'address.id' },
            { column: 'trade', param: 'service_type' },
            { column: 'starts_at', param: 'start_time' },
            { column: 'status', const: 'requested' },
            { column: 'note', param: 'note' },
          ],
        },
      },
    ],
    projection: [
      { path: 'visit.id', leaf: 'appointment_id' },
      { path: 'visit.status', leaf: 'status' },
      { path: 'address.street', leaf: 'service_address' },
    ],
  },
}

/** Four operations of two providers: who the support desk does not know still hears of their appointments. */
const acrossProviders: DemoQuestion = {
  asked: 'What do I have coming up with you, and is my ticket still open?',
  params: { caller_phone: ada },
  binding: {
    toolName: 'Visits and tickets of a caller',
    description: 'List the appointments of a patient and their open tickets at the support desk.',
    enabled: true,
    steps: [
      {
        id: 'patient',
        integration: 'clinic',
        operation: 'searchPatients',
        take: 'one',
        inputs: [byPhone],
      },
      {
        id: 'visits',
        integration: 'clinic',
        operation: 'listPatientAppointments',
        inputs: [{ from: 'patient.id', argument: 'patientId' }],
      },
      {
        id: 'customer',
        integration: 'support',
        operation: 'customersByPhone',
        take: 'optional',
        inputs: [byPhone],
      },
      {
        id: 'tickets',
        integration: 'support',
        operation: 'tickets',
        inputs: [{ from: 'customer.id', argument: 'customerId' }],
        inputObjectMap: [{ field: 'status', const: 'OPEN' }],
      },
    ],
    projection: [
      { path: 'patient.fullName', leaf: 'customer_name' },
      {
        path: 'visits',
        leaf: 'appointments',
        max: 3,
        fields: [
          { path: 'startsAt', leaf: 'start_time' },
          { path: 'status', leaf: 'status' },
        ],
      },
      {
        path: 'tickets.nodes',
        leaf: 'tickets',
        max: 5,
        fields: [{ path: 'subject', leaf: 'subject' }],
      },
    ],
  },
}

/** One question of each provider that took three calls, and one over two providers. */
export const demoQuestions: readonly DemoQuestion[] = [
  nextAppointment,
  addToTicket,
  bookVisit,
  acrossProviders,
]
