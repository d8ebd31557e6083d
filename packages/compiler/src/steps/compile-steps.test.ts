import { type Issue, StepsBinding, type StepsSkill } from '@bindery/model'
import { expect, test } from 'vitest'
import type { z } from 'zod'
import { inputOf } from '../testing/test-catalog.ts'
import { compileSteps } from './compile-steps.ts'

type Written = z.input<typeof StepsBinding>

/** A person by a text, and what else is known of them: the lookup that most skills of several steps begin with. */
const person = {
  id: 'person',
  integration: 'crm',
  operation: 'searchContacts',
  take: 'one',
  inputs: [{ param: 'search_text', argument: 'query' }],
} as const satisfies Written['steps'][number]

const details = {
  id: 'details',
  integration: 'crm',
  operation: 'getContact',
  inputs: [{ from: 'person.id', argument: 'id' }],
} as const satisfies Written['steps'][number]

const base: Written = {
  toolName: 'Details of a person',
  steps: [person, details],
  projection: [
    { path: 'person.full_name', leaf: 'customer_name' },
    { path: 'details.company.city', leaf: 'city' },
  ],
}

function compileWritten(written: Written) {
  const binding = StepsBinding.parse(written)
  const inputs = binding.steps.map(({ operation, integration }) => {
    const { binding: _, ...input } = inputOf({ operation, toolName: 'x' })
    return { ...input, integration }
  })
  return compileSteps(binding, inputs)
}

function skillOf(written: Written): StepsSkill {
  const result = compileWritten(written)
  if (!result.ok)
    throw new Error(
      result.failure.map(({ code, path, message }) => `${code} ${path.join('.')} ${message}`).join('\n'),
    )
  return result.value.skill
}

const issuesOf = (written: Written): readonly Issue[] => {
  const result = compileWritten(written)
  return result.ok ? result.value.warnings : result.failure
}

const errorsOf = (written: Written): readonly string[] =>
  issuesOf(written)
    .filter(({ severity }) => severity === 'error')
    .map(lineOf)

const lineOf = ({ severity, code, path }: Issue): string => `${severity} ${code} ${path.join('.')}`

test('a value of an earlier step is a parameter of a later one that no caller sees', () => {
  const skill = skillOf(base)
  expect({
    formatVersion: skill.formatVersion,
    asks: skill.parameters.map(({ name, required }) => [name, required]),
    wires: skill.steps.map(({ wires }) => wires),
    origins: skill.steps.map((step) => step.skill.parameters.map(({ name, origin }) => [name, origin])),
    gives: skill.gives,
    outputs: skill.outputs.map(({ leaf, nullable }) => [leaf, nullable]),
    egress: skill.egress,
  }).toEqual({
    formatVersion: 3,
    asks: [['search_text', true]],
    wires: [[], [{ parameter: 'from_person_id', step: 'person', leaf: 'id', name: 'person.id' }]],
    origins: [[['search_text', undefined]], [['from_person_id', 'step']]],
    gives: [
      { leaf: 'customer_name', step: 'person', of: 'customer_name' },
      { leaf: 'city', step: 'details', of: 'city' },
    ],
    outputs: [
      ['customer_name', false],
      ['city', true],
    ],
    egress: [
      { parameter: 'search_text', argument: 'query', integration: 'crm' },
      { parameter: 'person.id', argument: 'id', integration: 'crm' },
    ],
  })
})

test('the same binding gives the same bytes, and Arazzo words the same as our own', () => {
  const arazzo = { ...details, inputs: [{ from: '$steps.person.outputs.id', argument: 'id' }] }
  expect(skillOf({ ...base, steps: [person, arazzo] })).toEqual(skillOf(base))
})

test('rows of a step that takes each hold what later steps find for them', () => {
  const skill = skillOf({
    ...base,
    steps: [{ ...person, take: 'each', max: 5 }, details],
    projection: [
      {
        path: 'person',
        leaf: 'people',
        fields: [
          { path: 'full_name', leaf: 'customer_name' },
          { path: 'details.company.city', leaf: 'city' },
        ],
      },
    ],
  })
  expect([
    skill.gives,
    skill.steps.map(({ forEach, take }) => [forEach, take?.how, take?.max]),
    skill.outputs,
  ]).toMatchObject([
    [
      {
        leaf: 'people',
        step: 'person',
        each: [
          { leaf: 'customer_name', step: 'person', of: 'customer_name' },
          { leaf: 'city', step: 'details', of: 'city' },
        ],
      },
    ],
    [
      [undefined, 'each', 5],
      ['person', undefined, undefined],
    ],
    [
      {
        kind: 'rows',
        leaf: 'people',
        max: 5,
        fields: [{ leaf: 'customer_name' }, { leaf: 'city', nullable: true }],
      },
    ],
  ])
})

const write = {
  id: 'ticket',
  integration: 'crm',
  operation: 'updateTicket',
  inputs: [{ from: 'person.id', argument: 'id' }],
} as const satisfies Written['steps'][number]

test.each<[string, Partial<Written>, readonly string[]]>([
  [
    'an unknown step',
    { steps: [person, { ...details, inputs: [{ from: 'persn.id', argument: 'id' }] }] },
    ['error step_unknown steps.1.inputs.0.from'],
  ],
  [
    'a later step',
    { steps: [{ ...details, inputs: [{ from: 'person.id', argument: 'id' }] }, person] },
    ['error step_unknown steps.0.inputs.0.from'],
  ],
  [
    'a step as a whole',
    { steps: [person, { ...details, inputs: [{ from: 'person', argument: 'id' }] }] },
    ['error step_unknown steps.1.inputs.0.from'],
  ],
  [
    'two values for one place',
    { steps: [person, { ...details, inputs: [{ from: 'person.id', param: 'x', argument: 'id' }] }] },
    ['error param_or_const steps.1.inputs.0'],
  ],
  [
    'a field that the row lacks',
    { steps: [person, { ...details, inputs: [{ from: 'person.idd', argument: 'id' }] }] },
    ['error path_not_found steps.1.inputs.0.from'],
  ],
  [
    'a value of another kind',
    { steps: [person, { ...details, inputs: [{ from: 'person.tags', argument: 'id' }] }] },
    ['error path_not_scalar steps.1.inputs.0.from'],
  ],
  [
    'text where a number is wanted',
    { steps: [person, { ...details, inputs: [{ from: 'person.full_name', argument: 'id' }] }] },
    ['info step_value_converted steps.1.inputs.0.from'],
  ],
  [
    'a value that may be null',
    {
      steps: [
        person,
        {
          ...details,
          inputs: [
            { from: 'person.phone', argument: 'fields' },
            { from: 'person.id', argument: 'id' },
          ],
        },
      ],
    },
    ['info step_value_optional steps.1.inputs.0.from'],
  ],
  [
    'a credential',
    {
      steps: [
        person,
        {
          ...details,
          inputs: [
            { from: 'person.api_token', argument: 'fields' },
            { from: 'person.id', argument: 'id' },
          ],
        },
      ],
    },
    ['error sensitive_field steps.1.inputs.0.from'],
  ],
  [
    'what is more than contact, to another provider',
    {
      steps: [
        person,
        {
          ...details,
          integration: 'desk',
          inputs: [
            { from: 'person.ssn', argument: 'fields' },
            { from: 'person.id', argument: 'id' },
          ],
        },
      ],
    },
    ['info step_value_optional steps.1.inputs.0.from', 'error sensitive_field steps.1.inputs.0.from'],
  ],
  [
    'the same, agreed to',
    {
      allowSensitive: ['person.ssn'],
      steps: [
        person,
        {
          ...details,
          integration: 'desk',
          inputs: [
            { from: 'person.ssn', argument: 'fields' },
            { from: 'person.id', argument: 'id' },
          ],
        },
      ],
    },
    ['info step_value_optional steps.1.inputs.0.from'],
  ],
  [
    'an output that is no step',
    { projection: [{ path: 'full_name', leaf: 'customer_name' }] },
    ['error step_unknown projection.0.path'],
  ],
  [
    'an output that the step lacks',
    { projection: [{ path: 'details.nam', leaf: 'customer_name' }] },
    ['error path_not_found projection.0.path'],
  ],
  [
    'two outputs of one name',
    {
      projection: [
        { path: 'person.id', leaf: 'x' },
        { path: 'details.id', leaf: 'x' },
      ],
    },
    ['error leaf_duplicate projection.1.leaf'],
  ],
  [
    'a sensitive output',
    { projection: [{ path: 'details.ssn', leaf: 'ssn' }] },
    ['error sensitive_field projection.0.path'],
  ],
  [
    'a sensitive output whose name begins like one that was agreed to',
    { allowSensitive: ['birth'], projection: [{ path: 'details.birth_date', leaf: 'birth_date' }] },
    ['error sensitive_field projection.0.path'],
  ],
  [
    'a sensitive choice beside an output of another step that was agreed to',
    {
      allowSensitive: ['details_birth'],
      steps: [
        {
          ...person,
          distinguishBy: ['birth_date'],
          inputs: [...person.inputs, { param: 'birth_date', argument: 'state' }],
        },
        details,
      ],
      projection: [{ path: 'details.birth_date', leaf: 'details_birth' }],
    },
    ['error sensitive_field steps.0.distinguishBy.0'],
  ],
  [
    'rows as one value',
    { steps: [{ ...person, take: 'each' }, details] },
    ['error each_needs_rows projection.0.path', 'error each_needs_rows projection.1.path'],
  ],
  [
    'each of each',
    {
      steps: [
        { ...person, take: 'each' },
        { ...person, id: 'other', take: 'each', inputs: [{ from: 'person.full_name', argument: 'query' }] },
      ],
      projection: [{ path: 'other', leaf: 'others', fields: [{ path: 'full_name', leaf: 'name' }] }],
    },
    ['error each_nested steps.1.take'],
  ],
  [
    'a first without an order',
    { steps: [{ ...person, take: 'first' }, details] },
    ['error take_order steps.0.take'],
  ],
  [
    'choices that nobody can make',
    { steps: [{ ...person, distinguishBy: ['full_name'] }, details] },
    ['error choice_missing steps.0.distinguishBy'],
  ],
  [
    'members without their take',
    { steps: [{ ...person, max: 3, more: 'cut' }, details] },
    ['error take_unsupported steps.0.max', 'error take_unsupported steps.0.more'],
  ],
  [
    'a write that is not the last',
    {
      steps: [{ ...write, id: 'person', inputs: [{ param: 'ticket_id', argument: 'id' }] }, details],
      projection: [{ path: 'details.id', leaf: 'contact_id' }],
    },
    ['error step_write steps.0.operation'],
  ],
  [
    'a write for each row',
    { steps: [{ ...person, take: 'each' }, write], projection: [] },
    ['error step_write steps.1.operation'],
  ],
  [
    'a write that may lack its row',
    { steps: [{ ...person, take: 'optional' }, write], projection: [] },
    ['error step_write steps.1.operation'],
  ],
  [
    'a name that is taken',
    { steps: [person, { ...details, id: 'person' }] },
    ['error step_duplicate steps.1.id', 'error step_unknown projection.1.path'],
  ],
])('%s is said where it is written', (_, change, expected) => {
  const found = issuesOf({ ...base, ...change }).filter(
    ({ code, severity }) => severity === 'error' || code.startsWith('step_'),
  )
  const lines = [...new Set(found.map(lineOf))]
  expect(lines).toEqual(expected)
})

test('a fix of a step is a fix of the binding', () => {
  const found = issuesOf({ ...base, projection: [{ path: 'details.company.cty', leaf: 'city' }] })
  const issue = found.find(({ code }) => code === 'path_not_found')
  expect(issue?.fixes?.[0]?.patch).toEqual([
    { op: 'replace', path: '/projection/0/path', value: 'details.company.city' },
  ])
})

test('a step of which nothing is taken is said so, and whatever else is wrong', () => {
  const nothing: Written = {
    ...base,
    steps: [person, { ...person, id: 'again', inputs: [{ from: 'person.idd', argument: 'query' }] }],
    projection: [{ path: 'person.full_name', leaf: 'customer_name' }],
  }
  expect(errorsOf(nothing)).toEqual([
    'error step_unused steps.1',
    'error path_not_found steps.1.inputs.0.from',
  ])
})

test('as many outputs and values as may be written are one step, which then has more than may be written alone', () => {
  const many: Written = {
    ...base,
    projection: Array.from({ length: 60 }, (_, at) => ({ path: 'person.full_name', leaf: `name_${at}` })),
  }
  expect(errorsOf(many)).toEqual([])
})

test('a name of more than can be written is a finding, not a failure', () => {
  const long = ['person', ...Array.from({ length: 29 }, () => 'x'.repeat(300))]
  const written: Written = { ...base, projection: [{ path: long, leaf: 'customer_name' }] }
  expect(errorsOf(written)).toEqual(['error path_not_found projection.0.path'])
})
