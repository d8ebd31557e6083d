import { Binding, type BindingInputDocument } from '@bindery/model'
import { describe, expect, it, test } from 'vitest'
import { mergeBindings } from './merge-bindings.ts'

const authored: BindingInputDocument = {
  operation: 'getOrder',
  toolName: 'Find order',
  description: 'Find an order.',
  inputs: [
    { param: 'order_id', argument: 'id', required: true },
    { param: 'language', argument: 'lang' },
  ],
  projection: [
    { path: 'state', leaf: 'status' },
    { path: 'lines', leaf: 'lines', max: 5, fields: [{ path: 'name', leaf: 'product_name' }] },
  ],
}
const bind = (change: Partial<BindingInputDocument> = {}): Binding =>
  Binding.parse({ ...authored, ...change })
const base = bind()
const [first, second] = authored.inputs ?? []
const [status, lines] = authored.projection ?? []
if (first === undefined || second === undefined || status === undefined || lines === undefined)
  throw new Error('The authored binding has two inputs and two outputs.')

const merge = (ours: Binding, theirs: Binding) => {
  const { binding, conflicts } = mergeBindings({ base, ours, theirs })
  return { binding, conflicts: conflicts.map(({ path }) => path.join('.')) }
}

describe('without a conflict', () => {
  it.each([
    ['nobody changed anything', bind(), bind(), bind()],
    [
      'only the pack changed',
      bind(),
      bind({ description: 'Find one order.' }),
      bind({ description: 'Find one order.' }),
    ],
    ['only the operator did', bind({ toolName: 'Where is it' }), bind(), bind({ toolName: 'Where is it' })],
    ['both did the same', bind({ timeoutMs: 5_000 }), bind({ timeoutMs: 5_000 }), bind({ timeoutMs: 5_000 })],
    [
      'each changed another member of the same input',
      bind({ inputs: [{ ...first, param: 'ticket_id' }, second] }),
      bind({ inputs: [{ ...first, description: 'As on the receipt' }, second] }),
      bind({ inputs: [{ ...first, param: 'ticket_id', description: 'As on the receipt' }, second] }),
    ],
    [
      'the pack adds an output and the operator removed another',
      bind({ projection: [lines] }),
      bind({ projection: [status, { path: 'total', leaf: 'amount' }, lines] }),
      bind({ projection: [lines, { path: 'total', leaf: 'amount' }] }),
    ],
    [
      'the pack removes an input that nobody touched, beside an edit',
      bind({ inputs: [{ ...first, example: 'A-1' }, second] }),
      bind({ inputs: [first] }),
      bind({ inputs: [{ ...first, example: 'A-1' }] }),
    ],
    [
      'both edit inside the rows of a list',
      bind({ projection: [status, { ...lines, max: 10 }] }),
      bind({
        projection: [
          status,
          {
            ...lines,
            fields: [
              { path: 'name', leaf: 'product_name' },
              { path: 'qty', leaf: 'quantity' },
            ],
          },
        ],
      }),
      bind({
        projection: [
          status,
          {
            ...lines,
            max: 10,
            fields: [
              { path: 'name', leaf: 'product_name' },
              { path: 'qty', leaf: 'quantity' },
            ],
          },
        ],
      }),
    ],
    [
      'words of a list come from both',
      bind({ allowSensitive: ['status'] }),
      bind({ allowSensitive: ['lines'] }),
      bind({ allowSensitive: ['status', 'lines'] }),
    ],
  ])('when %s', (_, ...[ours, theirs, binding]) => {
    expect(merge(ours, theirs)).toEqual({ binding, conflicts: [] })
  })
})

describe('with a conflict the operator’s word stands', () => {
  it.each([
    [
      'both reword the description',
      bind({ description: 'Ours' }),
      bind({ description: 'Theirs' }),
      bind({ description: 'Ours' }),
      ['description'],
    ],
    [
      'the operator removed what the pack changed',
      bind({ projection: [lines] }),
      bind({ projection: [{ ...status, path: 'status.name' }, lines] }),
      bind({ projection: [lines] }),
      ['projection.status'],
    ],
    [
      'the operator changed what the pack removed',
      bind({ inputs: [first, { ...second, param: 'tongue' }] }),
      bind({ inputs: [first] }),
      bind({ inputs: [first, { ...second, param: 'tongue' }] }),
      ['inputs.lang'],
    ],
    [
      'a constant is one value',
      bind({ inputObjectMap: [{ field: 'filter', const: { a: 1 } }] }),
      bind({ inputObjectMap: [{ field: 'filter', const: { b: 2 } }] }),
      bind({ inputObjectMap: [{ field: 'filter', const: { a: 1 } }] }),
      ['inputObjectMap.filter.const'],
    ],
  ])('when %s', (_, ...[ours, theirs, binding, conflicts]) => {
    expect(merge(ours, theirs)).toEqual({ binding, conflicts })
  })
})

test('an output that is named like a member of a binding is a name only', () => {
  const named = (path: string, transform?: string): Binding =>
    bind({ projection: [{ path, leaf: 'const', ...(transform === undefined ? {} : { transform }) }] })
  const merged = mergeBindings({ base: named('a'), ours: named('a', '$'), theirs: named('b') })
  expect(merged).toEqual({ binding: named('b', '$'), conflicts: [] })
})

test('whether a skill is enabled is left to the operator', () => {
  const { binding } = merge(bind({ enabled: true }), bind({ enabled: false, description: 'New' }))
  expect(binding.enabled).toBe(true)
})
