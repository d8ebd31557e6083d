import {
  Guardrail,
  type Json,
  objectFrom,
  type Output,
  type PathStep,
  scalarType,
  type ValueOutput,
} from '@bindery/model'
import { expect, test } from 'vitest'
import { guardOutput } from './guard-output.ts'
import { maskOutput } from './mask-values.ts'
import { prepareProjection } from './project-output.ts'
import { redactLeaves } from './redact-leaves.ts'
import { sampleSkill } from './testing/sample-run.ts'

const step = (name: string): readonly PathStep[] => [{ kind: 'field', name, from: 'object' }]

const value = (leaf: string, change: Partial<ValueOutput> = {}): ValueOutput => ({
  kind: 'value',
  leaf,
  path: step(leaf),
  sourceType: scalarType('string'),
  type: { kind: 'scalar', scalar: 'string' },
  nullable: true,
  sensitivity: 'none',
  ...change,
})

const rows = (leaf: string, max: number, fields: readonly Output[]): Output => ({
  kind: 'rows',
  leaf,
  path: step(leaf),
  max,
  nullable: false,
  shape: 'list',
  rowShape: 'object',
  fields,
})

/** Orders, their lines, and notes on these. */
const outputs: readonly Output[] = [
  rows('orders', 2, [
    value('number'),
    rows('lines', 2, [
      value('product'),
      value('salary', { sensitivity: 'financial' }),
      rows('notes', 1, [value('text', { sensitivity: 'contact' })]),
    ]),
  ]),
]

const line = (product: string, notes: readonly Json[] = []): Json => ({ product, salary: '5000', notes })
const answer = {
  orders: [
    { number: '1', lines: [line('a', [{ text: 'secret-key one' }, { text: 'two' }]), line('b'), line('c')] },
    { number: '2', lines: [] },
  ],
}

const skill = sampleSkill({ outputs, effect: 'read', sensitivity: 'financial' })
const project = (data: Json) =>
  prepareProjection(skill)({
    response: { data, status: 200, bytes: JSON.stringify(data).length },
    warnings: [],
  })

test('rows within rows are read at any depth, and what is cut of each list is told by its name', () => {
  const { output, warnings } = project(answer)
  expect(output).toEqual({
    orders: [
      {
        number: '1',
        lines: [
          { product: 'a', salary: '5000', notes: [{ text: 'secret-key one' }] },
          { product: 'b', salary: '5000', notes: [] },
        ],
      },
      { number: '2', lines: [] },
    ],
  })
  expect(warnings).toEqual([
    'rows_truncated: "orders.lines" holds 2 rows; the provider has more.',
    'rows_truncated: "orders.lines.notes" holds 1 rows; the provider has more.',
  ])
})

test('a list that is missing inside rows is an answer that cannot be used, by its full name', () => {
  expect(() => project({ orders: [{ number: '1', lines: null }] })).toThrowError(/"orders\.lines"/)
})

test('a credential that a provider echoes two levels down is taken out, and names of leaves stay', () => {
  const { output } = project(answer)
  const hideText = (text: string): string => text.replaceAll(/secret-key|lines|text/g, '[secret]')
  const hide = (json: Json): Json => {
    if (typeof json === 'string') return hideText(json)
    if (Array.isArray(json)) return json.map(hide)
    if (typeof json !== 'object' || json === null) return json
    return objectFrom(Object.entries(json).map(([name, inner]) => [hideText(name), hide(inner)]))
  }
  expect(JSON.stringify(redactLeaves(outputs, output, hide))).toBe(
    JSON.stringify(output).replaceAll('secret-key', '[secret]'),
  )
})

test('what is kept of an answer masks values by their class at any depth', () => {
  expect(maskOutput(skill, project(answer).output)).toMatchObject({
    orders: [{ lines: [{ product: 'a', salary: '[masked]', notes: [{ text: 's***e' }] }, {}] }, {}],
  })
})

test.each<[fields: readonly string[], kept: Json]>([
  [
    ['orders.lines.notes.text'],
    { orders: [{ lines: [{ notes: [{ text: 'secret-key one' }] }, { notes: [] }] }, { lines: [] }] },
  ],
  [['orders.number'], { orders: [{ number: '1' }, { number: '2' }] }],
  [['orders.lines.product'], { orders: [{ lines: [{ product: 'a' }, { product: 'b' }] }, { lines: [] }] }],
  [['lines', 'product', 'orders.lines.pro'], { orders: [{ lines: [{}, {}] }, { lines: [] }] }],
  [['lines', 'text'], {}],
])('an agent that may disclose %j gets nothing else', (fields, kept) => {
  const guardrails = [Guardrail.parse({ policyType: 'allowed_fields', config: { fields } })]
  expect(guardOutput({ guardrails }, project(answer)).output).toEqual(kept)
})
