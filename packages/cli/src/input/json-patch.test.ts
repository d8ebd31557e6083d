import { expect, test } from 'vitest'
import { applyPatch } from './json-patch.ts'

const document = { inputs: [{ param: 'a' }, { param: 'b' }], note: 'x' }

test.each([
  [
    'replace',
    [{ op: 'replace', path: '/inputs/0/param', value: 'c' }],
    { inputs: [{ param: 'c' }, { param: 'b' }], note: 'x' },
  ],
  ['remove an entry', [{ op: 'remove', path: '/inputs/0' }], { inputs: [{ param: 'b' }], note: 'x' }],
  ['remove a member', [{ op: 'remove', path: '/note' }], { inputs: document.inputs }],
  [
    'add at the end',
    [{ op: 'add', path: '/inputs/-', value: 1 }],
    { inputs: [...document.inputs, 1], note: 'x' },
  ],
  [
    'add between',
    [{ op: 'add', path: '/inputs/1', value: 1 }],
    { inputs: [{ param: 'a' }, 1, { param: 'b' }], note: 'x' },
  ],
  ['add a member with a slash', [{ op: 'add', path: '/a~1b', value: 1 }], { ...document, 'a/b': 1 }],
  ['move', [{ op: 'move', from: '/note', path: '/title' }], { inputs: document.inputs, title: 'x' }],
  ['copy', [{ op: 'copy', from: '/inputs/0/param', path: '/note' }], { inputs: document.inputs, note: 'a' }],
])('%s', (_, patch, expected) => expect(applyPatch(document, patch)).toEqual(expected))

test('the document itself stays, and a place that is not there is refused', () => {
  applyPatch(document, [{ op: 'remove', path: '/inputs' }])
  expect(document.inputs).toHaveLength(2)
  expect(() => applyPatch(document, [{ op: 'remove', path: '/inputs/9' }])).toThrow('not there')
})
