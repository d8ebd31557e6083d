import { type AnyBinding, Binding, type BindingInputDocument, StepsBinding } from '@bindery/model'
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

const merge = (ours: AnyBinding, theirs: AnyBinding, from: AnyBinding = base) => {
  const { binding, conflicts } = mergeBindings({ base: from, ours, theirs })
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

const person = { id: 'person', integration: 'desk', operation: 'findPeople', inputs: [] }
const visits = {
  id: 'visits',
  integration: 'desk',
  operation: 'listVisits',
  inputs: [{ from: 'person.id', argument: 'person' }],
}
const moving = { id: 'moving', integration: 'desk', operation: 'moveVisit', inputs: [] }
const notes = { id: 'notes', integration: 'desk', operation: 'listNotes', inputs: [] }
const sequence = (...steps: readonly object[]): StepsBinding =>
  StepsBinding.parse({
    toolName: 'Move a visit',
    steps,
    projection: [{ path: 'visits.count', leaf: 'quantity' }],
  })

describe('steps', () => {
  const installed = sequence(person, visits, moving)

  it.each([
    [
      'each changed another member of one step',
      sequence({ ...person, take: 'one' }, visits, moving),
      sequence({ ...person, rows: 'items' }, visits, moving),
      sequence({ ...person, take: 'one', rows: 'items' }, visits, moving),
    ],
    [
      'the pack adds one before the last, beside an edit of the last',
      sequence(person, visits, { ...moving, pages: 2 }),
      sequence(person, visits, notes, moving),
      sequence(person, visits, notes, { ...moving, pages: 2 }),
    ],
    [
      'the operator adds one before all, and the pack edits the last',
      sequence(notes, person, visits, moving),
      sequence(person, visits, { ...moving, pages: 2 }),
      sequence(notes, person, visits, { ...moving, pages: 2 }),
    ],
    [
      'the pack puts them in another order, and the operator edits one',
      sequence({ ...person, take: 'one' }, visits, moving),
      sequence(visits, person, moving),
      sequence(visits, { ...person, take: 'one' }, moving),
    ],
    [
      'the operator puts them in another order, and the pack adds one',
      sequence(visits, person, moving),
      sequence(person, notes, visits, moving),
      sequence(visits, person, notes, moving),
    ],
    [
      'the operator sends one to another provider, and the pack takes one away',
      sequence({ ...person, integration: 'crm' }, visits, moving),
      sequence(person, moving),
      sequence({ ...person, integration: 'crm' }, moving),
    ],
  ])('are merged when %s', (_, ...[ours, theirs, binding]) => {
    expect(merge(ours, theirs, installed)).toEqual({ binding, conflicts: [] })
  })

  it('are named in a conflict', () => {
    const [from] = visits.inputs
    const ours = sequence(person, { ...visits, inputs: [{ ...from, from: 'person.number' }] }, moving)
    const theirs = sequence(person, { ...visits, inputs: [{ ...from, from: 'person.key' }] }, moving)
    expect(merge(ours, theirs, installed)).toEqual({
      binding: ours,
      conflicts: ['steps.visits.inputs.person.from'],
    })
  })

  it('take the place of one operation where nobody edited it, around a word of the operator', () => {
    const reworded = bind({ description: 'Ours' })
    expect(merge(reworded, installed)).toEqual({
      binding: { ...installed, description: 'Ours' },
      conflicts: ['description'],
    })
  })

  it('do not mix with one operation that somebody edited: it stays as it is', () => {
    const edited = bind({ inputs: [{ ...first, param: 'ticket_id' }, second] })
    expect(merge(edited, installed)).toEqual({ binding: edited, conflicts: [''] })
    expect(merge(sequence(visits), bind(), installed).conflicts).toEqual([''])
  })
})
