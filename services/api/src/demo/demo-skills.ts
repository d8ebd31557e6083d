import type { BindingInputDocument } from '@bindery/model'

export interface DemoSkill {
  readonly kind: string
  readonly binding: BindingInputDocument
}

/** One contract, whatever the provider: `caller_phone` in, `customers` with these three leaves out. */
const customerRows = (path: string, nameField: string) => [
  {
    path,
    leaf: 'customers',
    max: 5,
    fields: [
      { path: 'id', leaf: 'customer_id' },
      { path: nameField, leaf: 'customer_name' },
      { path: 'email', leaf: 'customer_email' },
    ],
  },
]

const callerByPhone = [{ param: 'caller_phone', argument: 'phone', required: true }] as const

/** The first skill of each provider: who is calling. */
export const callerSkills: readonly DemoSkill[] = [
  {
    kind: 'clinic',
    binding: {
      operation: 'searchPatients',
      toolName: 'Find caller at the clinic',
      description: 'Find the patient who is calling by their telephone number.',
      enabled: true,
      inputs: [...callerByPhone],
      projection: customerRows('patients', 'fullName'),
    },
  },
  {
    kind: 'support',
    binding: {
      operation: 'customersByPhone',
      toolName: 'Find caller at the support desk',
      description: 'Find the customer who is calling by their telephone number.',
      enabled: true,
      inputs: [...callerByPhone],
      projection: customerRows('nodes', 'fullName'),
    },
  },
  {
    kind: 'bookings',
    binding: {
      operation: 'customers.find',
      toolName: 'Find caller in the bookings',
      description: 'Find the customer who is calling by their telephone number.',
      enabled: true,
      sqlSearch: { table: 'customers', filter: { column: 'phone', param: 'caller_phone' } },
      projection: customerRows('$', 'full_name'),
    },
  },
]

/** A write, so it lands disabled whatever it says. */
export const openTicket: BindingInputDocument = {
  operation: 'createTicket',
  toolName: 'Open a ticket',
  description: 'Open a ticket for a known customer.',
  inputObjectMap: [
    { field: 'customerId', param: 'customer_id' },
    { field: 'subject', param: 'subject' },
    { field: 'description', param: 'message' },
  ],
  projection: [
    { path: 'ticket.number', leaf: 'ticket_id' },
    { path: 'ticket.status', leaf: 'status' },
  ],
}

/** What an agent asks next, and one write. */
export const furtherSkills: readonly DemoSkill[] = [
  {
    kind: 'support',
    binding: {
      operation: 'tickets',
      toolName: 'List open tickets',
      description: 'List the open tickets of a known customer, newest first.',
      enabled: true,
      inputs: [{ param: 'customer_id', argument: 'customerId', required: true }],
      inputObjectMap: [{ field: 'status', const: 'OPEN' }],
      projection: [
        {
          path: 'nodes',
          leaf: 'tickets',
          max: 5,
          fields: [
            { path: 'number', leaf: 'ticket_id' },
            { path: 'subject', leaf: 'subject' },
            { path: 'priority', leaf: 'priority' },
            { path: 'assignee.name', leaf: 'assignee' },
          ],
        },
      ],
    },
  },
  { kind: 'support', binding: openTicket },
  {
    kind: 'bookings',
    binding: {
      operation: 'appointments.find',
      toolName: 'List visits',
      description: 'List the visits of a known customer, latest first.',
      enabled: true,
      sqlSearch: {
        table: 'appointments',
        filter: { column: 'customer_id', param: 'customer_id' },
        orderBy: { column: 'starts_at', direction: 'desc' },
      },
      projection: [
        {
          path: '$',
          leaf: 'appointments',
          max: 5,
          fields: [
            { path: 'starts_at', leaf: 'start_time' },
            { path: 'status', leaf: 'status' },
            { path: 'trade', leaf: 'service_type' },
            { path: 'technician.name', leaf: 'technician' },
            { path: 'service_address.city', leaf: 'city' },
          ],
        },
      ],
    },
  },
]
