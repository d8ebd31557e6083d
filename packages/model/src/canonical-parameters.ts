import type { ScalarName } from './scalar.ts'
import type { SensitivityClass } from './sensitivity.ts'

/** One name of the vocabulary that agents share across providers. */
export interface CanonicalParameter {
  readonly name: string
  readonly scalar: ScalarName
  readonly sensitivity: SensitivityClass
  readonly description: string
  readonly example: string
}

const rows: readonly (readonly [string, ScalarName, SensitivityClass, string, string])[] = [
  ['caller_phone', 'phone', 'contact', 'Telephone number of the person calling, E.164', '+31612345678'],
  ['caller_name', 'string', 'contact', 'Full name of the person calling', 'Ada Jansen'],
  ['caller_email', 'email', 'contact', 'E-mail address of the person calling', 'ada@example.com'],
  ['customer_id', 'string', 'none', 'Identifier of the customer at the provider', 'cus_1042'],
  ['customer_name', 'string', 'contact', 'Full name of the customer', 'Ada Jansen'],
  ['customer_email', 'email', 'contact', 'E-mail address of the customer', 'ada@example.com'],
  ['customer_phone', 'phone', 'contact', 'Telephone number of the customer, E.164', '+31612345678'],
  ['company_name', 'string', 'none', 'Name of the company', 'Jansen Bikes'],
  [
    'service_address',
    'string',
    'contact',
    'Address where the service takes place',
    'Kade 1, 1011 AB Amsterdam',
  ],
  ['postal_code', 'string', 'contact', 'Postal code', '1011 AB'],
  ['city', 'string', 'contact', 'Town or city', 'Amsterdam'],
  ['country', 'string', 'none', 'Country, ISO 3166-1 alpha-2', 'NL'],
  ['date_of_birth', 'date', 'pii', 'Date of birth, ISO 8601', '1990-05-17'],
  ['appointment_id', 'string', 'none', 'Identifier of an appointment', 'apt_204'],
  ['appointment_date', 'date', 'none', 'Day of the appointment, ISO 8601', '2026-11-30'],
  ['appointment_time', 'time', 'none', 'Time of the appointment', '14:30'],
  ['start_time', 'datetime', 'none', 'Start, ISO 8601 with its zone', '2026-11-30T14:30:00+01:00'],
  ['end_time', 'datetime', 'none', 'End, ISO 8601 with its zone', '2026-11-30T15:00:00+01:00'],
  ['duration_minutes', 'integer', 'none', 'Length in minutes', '30'],
  ['service_type', 'string', 'none', 'Kind of service or appointment', 'check-up'],
  ['order_id', 'string', 'none', 'Identifier of an order', '100045'],
  ['product_id', 'string', 'none', 'Identifier of a product', 'sku_88'],
  ['product_name', 'string', 'none', 'Name of a product', 'City bike'],
  ['quantity', 'integer', 'none', 'How many', '2'],
  ['amount', 'decimal', 'none', 'Amount of money', '19.95'],
  ['currency', 'string', 'none', 'Currency, ISO 4217', 'EUR'],
  ['ticket_id', 'string', 'none', 'Identifier of a ticket, case or issue', '4711'],
  ['subject', 'string', 'none', 'Subject in one line', 'Brake squeaks'],
  ['message', 'string', 'none', 'Text of a message', 'The brake squeaks since Monday.'],
  ['reason', 'string', 'none', 'Why', 'Moved house'],
  ['status', 'string', 'none', 'State of the record', 'open'],
  ['priority', 'string', 'none', 'Priority', 'high'],
  ['note', 'string', 'none', 'Free text for the record', 'Prefers mornings'],
  ['search_text', 'string', 'none', 'Words to search for', 'city bike'],
  ['limit', 'integer', 'none', 'Most results to return', '5'],
]

/** What phone and chat agents collect, named once. Bindings may use other snake_case names too. */
export const canonicalParameters: readonly CanonicalParameter[] = rows.map(
  ([name, scalar, sensitivity, description, example]) => ({
    name,
    scalar,
    sensitivity,
    description,
    example,
  }),
)
