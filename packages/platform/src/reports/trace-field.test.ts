import { type Output, scalarType, type OperationSkill } from '@bindery/model'
import { expect, test } from 'vitest'
import { traceField } from '../skills/trace-field.ts'
import { traceSkill } from './trace-skill.ts'

const text = scalarType('string')
const name = (dotted: string) => {
  const [object = '', field = ''] = dotted.split('.')
  return { object, field }
}
const value = (leaf: string, transform?: string): Extract<Output, { kind: 'value' }> => ({
  kind: 'value',
  leaf,
  path: [{ kind: 'field', name: leaf }],
  sourceType: text,
  type: text,
  nullable: true,
  sensitivity: 'none',
  ...(transform === undefined ? {} : { transform }),
})
const assign = (target: string, parameter?: string) => ({
  target: [target],
  targetType: text,
  targetNullable: false,
  source:
    parameter === undefined
      ? ({ from: 'constant', value: 'x' } as const)
      : ({ from: 'parameter', name: parameter } as const),
})

const skill: OperationSkill = {
  formatVersion: 1,
  source: 'postgres',
  integration: 'desk',
  operation: 'people.update',
  effect: 'update',
  toolName: 'Update',
  functionName: 'update',
  description: 'Updates.',
  parameters: [],
  assignments: [assign('id', 'person_id'), assign('mail', 'customer_email'), assign('state')],
  outputs: [
    value('label', 'mail & name'),
    {
      kind: 'rows',
      leaf: 'visits',
      path: [{ kind: 'field', name: 'visits' }],
      max: 5,
      nullable: true,
      fields: [value('at')],
    },
  ],
  plan: null,
  parametersSchema: {},
  outputSchema: {},
  policy: {
    requiresConfirmation: true,
    requiresVerifiedIdentity: true,
    nonParallelizable: true,
    timeoutMs: 1000,
    maxResponseBytes: 1000,
  },
  messages: {},
  egress: [],
  uses: { objects: ['people', 'visits'], fields: ['people.mail', 'people.name'] },
  lineage: {
    outputs: [
      { output: 'label', fields: [name('people.mail'), name('people.name')], wholes: ['cards'] },
      { output: 'visits', fields: [], through: [name('people.visits')] },
      { output: 'visits.at', fields: [name('visits.at')] },
    ],
    targets: [
      { target: ['id'], how: 'compares', fields: [name('people.id')] },
      { target: ['mail'], how: 'fills', fields: [name('people.mail')] },
      { target: ['state'], how: 'fills', fields: [name('people.state')] },
    ],
    reads: [name('visits.person_id')],
  },
  sensitivity: 'none',
  catalogHash: 'sha256:0',
  sliceHash: 'sha256:0',
}

const nothing = {
  exposedAs: [],
  throughTo: [],
  comparedWith: [],
  filledFrom: [],
  isReadBeside: false,
  isUntraced: false,
}

test.each<[string, string, object]>([
  ['shown and filled', 'people.mail', { exposedAs: ['label'], filledFrom: ['customer_email'] }],
  ['part of what a transform takes', 'cards.number', { exposedAs: ['label'] }],
  ['shown in rows', 'visits.at', { exposedAs: ['visits.at'] }],
  ['only on the way', 'people.visits', { throughTo: ['visits'] }],
  ['the key of a change', 'people.id', { comparedWith: ['person_id'] }],
  ['filled by a pinned constant', 'people.state', { filledFrom: [null] }],
  ['read for a join', 'visits.person_id', { isReadBeside: true }],
])('finds a field that is %s', (_, field, expected) => {
  expect(traceField(skill, skill.integration, name(field))).toEqual({ ...nothing, ...expected })
})

test('finds nothing of a field that is not used', () => {
  expect(traceField(skill, skill.integration, name('people.tax'))).toBeUndefined()
})

test('knows of older bytes that they use a field, and not for what', () => {
  const { lineage: _lineage, ...older } = skill
  expect(traceField(older, skill.integration, name('people.mail'))).toEqual({ ...nothing, isUntraced: true })
  expect(traceField(older, skill.integration, name('people.tax'))).toBeUndefined()
  expect(traceSkill(older)).toMatchObject({ isTraced: false, reads: [] })
})

test('tells of each output where it comes from, and of each value where it goes', () => {
  const { outputs, inputs } = traceSkill(skill)
  expect(outputs.map(({ output, path, transform }) => [output, path, transform])).toEqual([
    ['label', 'label', 'mail & name'],
    ['visits', 'visits', null],
    ['visits.at', 'at', null],
  ])
  expect(outputs[0]?.fields).toEqual([name('people.mail'), name('people.name')])
  expect(inputs.map(({ argument, parameter, how }) => [argument, parameter, how])).toEqual([
    ['id', 'person_id', 'compares'],
    ['mail', 'customer_email', 'fills'],
    ['state', null, 'fills'],
  ])
})
