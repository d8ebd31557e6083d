import { expect, test } from 'vitest'
import { parseExpression, splitText } from './expression.ts'

test.each([
  ['$inputs.customer', { kind: 'input', name: 'customer', pointer: [] }],
  ['$inputs.customer#/address/0', { kind: 'input', name: 'customer', pointer: ['address', '0'] }],
  [
    '$steps.find-pet.outputs.a.b#/x~1y',
    { kind: 'step_output', step: 'find-pet', name: 'a.b', pointer: ['x/y'] },
  ],
  ['$response.body', { kind: 'answer', pointer: [] }],
  ['$response.body#/', { kind: 'answer', pointer: [''] }],
  ['$outputs.id', { kind: 'workflow_output', name: 'id', pointer: [] }],
  // What says nothing to a skill is kept, so that it can be reported.
  ['$response.header.Location', { kind: 'other', text: '$response.header.Location' }],
  ['$steps.pay.id', { kind: 'other', text: '$steps.pay.id' }],
  ['$inputs.a#b', { kind: 'other', text: '$inputs.a#b' }],
  ['$5 off', undefined],
  ['five', undefined],
])('reads %s', (text, expected) => expect(parseExpression(text)).toEqual(expected))

test.each([
  ['plain', ['plain']],
  ['{$inputs.a}', [{ kind: 'input', name: 'a', pointer: [] }]],
  ['to {$inputs.a}, {b}', ['to ', { kind: 'input', name: 'a', pointer: [] }, ', {b}']],
  ['{{$inputs.a}}', ['{', { kind: 'input', name: 'a', pointer: [] }, '}']],
  ['{$', ['{$']],
  ['{$1}', ['{$1}']],
  ['', []],
])('parts %j', (text, expected) => expect(splitText(text)).toEqual(expected))
