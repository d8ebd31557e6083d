import { type Output, scalarType, type OperationSkill } from '@bindery/model'
import { expect, test } from 'vitest'
import { sensitiveOutputs, sentValues, toolTokens } from './skill-disclosure.ts'

const text = scalarType('string')
const value = (
  leaf: string,
  sensitivity: 'none' | 'contact' | 'pii',
): Extract<Output, { kind: 'value' }> => ({
  kind: 'value',
  leaf,
  path: [{ kind: 'field', name: leaf }],
  sourceType: text,
  type: text,
  nullable: true,
  sensitivity,
})
const assign = (target: string, source: OperationSkill['assignments'][number]['source']) => ({
  target: target.split('.'),
  targetType: text,
  targetNullable: false,
  source,
})

const skill: OperationSkill = {
  formatVersion: 1,
  source: 'openapi',
  integration: 'desk',
  operation: 'book',
  effect: 'create',
  toolName: 'Book',
  functionName: 'book',
  description: 'Books.',
  parameters: [
    { name: 'caller_phone', type: text, nullable: false, required: true },
    { name: 'agent_number', type: text, nullable: false, required: true, origin: 'context' },
  ],
  assignments: [
    assign('body.phone', { from: 'parameter', name: 'caller_phone', transform: '$trim($)' }),
    assign('body.agent', { from: 'parameter', name: 'agent_number' }),
    assign('body.kind', { from: 'constant', value: 'call' }),
  ],
  outputs: [
    value('id', 'none'),
    value('phone', 'contact'),
    {
      kind: 'rows',
      leaf: 'people',
      path: [],
      max: 5,
      nullable: true,
      fields: [value('name', 'contact'), value('birth', 'pii'), value('tax', 'pii')],
    },
  ],
  plan: null,
  parametersSchema: { type: 'object' },
  outputSchema: { type: 'object' },
  policy: {
    requiresConfirmation: true,
    requiresVerifiedIdentity: false,
    nonParallelizable: true,
    timeoutMs: 1000,
    maxResponseBytes: 1000,
  },
  messages: {},
  egress: [],
  lineage: {
    outputs: [{ output: 'people.birth', fields: [{ object: 'Person', field: 'birth' }] }],
    targets: [{ target: ['body', 'phone'], how: 'fills', fields: [{ object: 'Call', field: 'phone' }] }],
    reads: [],
  },
  sensitivity: 'pii',
  catalogHash: 'sha256:0',
  sliceHash: 'sha256:0',
}

test('tells what is sent, whose it is and through which transform', () => {
  const place = { integration: 'desk', step: null }
  expect(sentValues(skill)).toEqual([
    {
      ...place,
      argument: 'body.phone',
      from: 'agent',
      parameter: 'caller_phone',
      transform: '$trim($)',
      fields: [{ object: 'Call', field: 'phone' }],
    },
    {
      ...place,
      argument: 'body.agent',
      from: 'context',
      parameter: 'agent_number',
      transform: null,
      fields: [],
    },
    { ...place, argument: 'body.kind', from: 'constant', parameter: null, transform: null, fields: [] },
  ])
})

test('tells which outputs are sensitive, and which of them somebody agreed to', () => {
  expect(sensitiveOutputs(skill, { allowSensitive: ['birth', 'phone'] })).toEqual([
    { output: 'phone', sensitivity: 'contact', waived: false, fields: [] },
    { output: 'people.name', sensitivity: 'contact', waived: false, fields: [] },
    {
      output: 'people.birth',
      sensitivity: 'pii',
      waived: true,
      fields: [{ object: 'Person', field: 'birth' }],
    },
    { output: 'people.tax', sensitivity: 'pii', waived: false, fields: [] },
  ])
})

test('a list of tools costs what its definitions cost, as text', () => {
  const one = toolTokens([skill])
  const two = toolTokens([skill, skill])
  const definition = { name: 'book', description: 'Books.', parameters: { type: 'object' } }
  const length = JSON.stringify([{ type: 'function', function: definition }]).length
  expect([one.openai, two.openai > one.openai, two.mcp > one.mcp]).toEqual([
    Math.ceil(length / 4),
    true,
    true,
  ])
})
