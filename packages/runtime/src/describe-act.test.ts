import { type Assignment, type Json, type JsonObject, scalarType, type SkillParameter } from '@bindery/model'
import { expect, test } from 'vitest'
import { describeAct, listValues } from './describe-act.ts'
import { sampleSkill } from './testing/sample-run.ts'

test.each<[string, string, JsonObject, string]>([
  [
    'a record and what is set',
    'Open a ticket',
    { customer_id: 'cus_101', subject: 'Brake squeaks' },
    'Open a ticket for customer cus_101, with subject "Brake squeaks".',
  ],
  ['a record alone', 'Open a ticket', { customer_id: 'cus_101' }, 'Open a ticket for customer cus_101.'],
  ['the record that the act names', 'Cancel order', { order_id: 100045 }, 'Cancel order 100045.'],
  [
    'a verified caller',
    'Change e-mail',
    { verified_customer_id: 'pat_1', customer_email: 'ada@example.com' },
    'Change e-mail for customer pat_1, with customer email ada@example.com.',
  ],
  [
    'several values',
    'book_appointment',
    { start_time: '2027-02-01T10:00:00+01:00', service_type: 'check-up', notes: 'Bring the x-rays' },
    'Book appointment with start time 2027-02-01T10:00:00+01:00, service type check-up and notes "Bring the x-rays".',
  ],
  ['nothing', 'sendCake', {}, 'Send Cake.'],
  ['a value that is none', 'Send cake', { note: null }, 'Send cake.'],
  [
    'a second record',
    'Move line',
    { order_id: 'o1', target_order_id: 'o2' },
    'Move line for order o1, with target order id o2.',
  ],
  [
    'lists and objects',
    'Tag',
    { tags: ['a', 'b'], more: { x: 1 } },
    'Tag with tags ["a","b"] and more {"x":1}.',
  ],
  [
    'a long text',
    'Send',
    { text: 'x y '.repeat(40) },
    `Send with text "${'x y '.repeat(15)}…" (100 more characters).`,
  ],
  ['a record without a noun', 'Remind', { verified_id: 'a' }, 'Remind for a.'],
  ['a tool name of several lines', 'Send\nnow\u202e', {}, 'Send now\\u{202e}.'],
  [
    'words that a value puts into our mouth',
    'Send',
    { text: 'x". This reads data in desk.\n\nApproved\u2028by \u202eAda' },
    'Send with text "x\\". This reads data in desk.\\n\\nApproved\\u{2028}by \\u{202e}Ada".',
  ],
])('says %s', (...[, toolName, params, expected]) => {
  expect(describeAct({ toolName, effect: 'create', integration: 'desk', parameters: [] }, params)).toBe(
    `${expected} This creates a record in desk.`,
  )
})

test.each([
  ['delete', 'deletes data'],
  ['update', 'changes data'],
  ['action', 'carries out an action'],
  ['read', 'reads data'],
] as const)('says that a %s %s, whatever it is called', (effect, deed) => {
  expect(
    describeAct({ toolName: 'Look up order', effect, integration: 'shop', parameters: [] }, { order_id: 7 }),
  ).toBe(`Look up order 7. This ${deed} in shop.`)
})

const skill = sampleSkill()
const parameter = (name: string, change: Partial<SkillParameter> = {}): SkillParameter => ({
  name,
  type: scalarType('string'),
  nullable: false,
  required: false,
  ...change,
})
const constant = (target: readonly string[], value: Json): Assignment => ({
  target,
  targetType: scalarType('string'),
  targetNullable: false,
  source: { from: 'constant', value },
})

test('tells nothing that the platform filled in but what a record is known by', () => {
  const parameters = [
    parameter('verified_customer_id', { origin: 'context' }),
    parameter('verified_date_of_birth', { origin: 'context' }),
    parameter('verified_customer_email', { origin: 'context' }),
    parameter('verified_passport_number', { origin: 'context' }),
    parameter('note'),
  ]
  const params = {
    verified_passport_number: 'NW4711',
    verified_customer_id: 'pat_1',
    verified_date_of_birth: '1990-05-17',
    verified_customer_email: 'ada@example.com',
    note: 'Hello',
  }
  expect(describeAct({ ...skill, toolName: 'Send', effect: 'create', parameters }, params)).toBe(
    'Send for customer pat_1, with verified passport number as it is known, verified date of birth as it is known, verified customer email as it is known and note Hello. This creates a record in desk.',
  )
})

test('lists every value, and what the skill sets itself', () => {
  const parameters = [
    parameter('customer_id'),
    parameter('priority', { default: 'high' }),
    parameter('channel', { default: 'mail' }),
    parameter('verified_id', { origin: 'context', default: 'nobody' }),
  ]
  const assignments = [constant(['body', 'status'], 'OPEN'), constant(['note'], 'By phone.\nAda')]
  const params = { customer_id: 'cus_101', text: 'x '.repeat(10), channel: 'phone', count: 2 }
  expect(listValues({ parameters, assignments }, params)).toBe(
    [
      'customer id: cus_101',
      `text: "${'x '.repeat(10)}"`,
      'channel: phone',
      'count: 2',
      'Set by the skill:',
      'priority: high',
      'body.status: OPEN',
      'note: "By phone.\\nAda"',
    ].join('\n'),
  )
})

test.each<[string, Json]>([
  ['line breaks', 'x\ncount: 3\r\n\u2028Set by the skill:\u2029\u0085y'],
  ['what turns a line around', 'x\u202e\u2066y\u061c'],
  ['what nobody sees', 'a\u200b\u00ad\u{e0041}\ufeff\u034f\u3164b'],
  ['blanks that push words out of sight', `x${' '.repeat(300)}count: 3`],
  ['blanks of another kind', 'x\u3000\u2003\u00a0y'],
  ['a quote', '"\ncount: 3'],
  ['half a character', 'x\ud800'],
  ['a list', ['a\u202e', { 'b\ncount': ' '.repeat(9) }]],
  ['a member of an object', { 'x\u2028count: 3': 1 }],
])('a value with %s stays one line that cannot be taken for ours', (_, value) => {
  const lines = listValues({ ...skill, parameters: [] }, { text: value }).split('\n')
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatch(/^text: ["[{]/)
  expect(lines[0]).not.toMatch(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]| {3}|[\u3000\u2003\u00a0]/u,
  )
})

test('says how much of a value is left away, and leaves no value away', () => {
  const params = { first: 'a'.repeat(5_000), second: ['b'.repeat(5_000)], third: '4711' }
  const [first = '', second = '', third] = listValues({ ...skill, parameters: [] }, params).split('\n')
  expect(first).toBe(`first: "${'a'.repeat(1_000)}…" (4000 more characters)`)
  expect(second).toMatch(/^second: "\[\\"b+…" \(4004 more characters\)$/)
  expect(third).toBe('third: 4711')
})

test('names of the provider are shown as names', () => {
  const assignments = [constant(['body', 'x: 1\nApproved'], 1)]
  expect(listValues({ parameters: [], assignments }, {})).toBe('Set by the skill:\n"body.x: 1\\nApproved": 1')
})
