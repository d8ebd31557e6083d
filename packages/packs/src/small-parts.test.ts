import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Binding, isStepsBinding, StepsBinding } from '@bindery/model'
import { describe, expect, it, test } from 'vitest'
import { compareVersions } from './compare-versions.ts'
import { fillConfig, missingConfig } from './config-values.ts'
import { describeParameters } from './describe-parameters.ts'
import { fillPreset } from './fill-preset.ts'
import { openCatalogue, standardCatalogue } from './open-catalogue.ts'
import { PresetBinding } from './preset-binding.ts'

test('versions are ordered as semantic versioning says', () => {
  const ordered = [
    '0.9.9',
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-beta.2',
    '1.0.0-beta.11',
    '1.0.0',
    '1.0.10',
    '1.2.0',
  ]
  expect([...ordered].reverse().sort(compareVersions)).toEqual(ordered)
})

describe('config', () => {
  const binding = Binding.parse({
    operation: 'x',
    toolName: 'X',
    inputObjectMap: [
      { field: 'calendar', const: '{{config.calendar_id}}' },
      { field: 'range', const: { a1: '{{config.sheet}}!A:Z' } },
    ],
  })
  it('is asked for wherever a text stands', () => {
    expect(missingConfig(binding)).toEqual(['calendar_id', 'sheet'])
  })
  it('is filled in as it is, and what has no value stays', () => {
    expect(fillConfig(binding.inputObjectMap, { calendar_id: 'a{{config.sheet}}$&', toString: 'x' })).toEqual(
      [
        { field: 'calendar', const: 'a{{config.sheet}}$&' },
        { field: 'range', const: { a1: '{{config.sheet}}!A:Z' } },
      ],
    )
  })
  it('is escaped inside an expression, so that it cannot be a part of it', () => {
    const searching = { transform: '"in:{{config.box}} " & $' }
    expect(fillConfig(searching, { box: 'a" & $exists("\\' })).toEqual({
      transform: '"in:a\\" & $exists(\\"\\\\ " & $',
    })
  })
})

const visits = {
  toolName: 'Visits of a caller',
  steps: [
    { id: 'person', operation: 'findPeople', inputs: [{ param: 'caller_phone', argument: 'phone' }] },
    {
      id: 'visits',
      operation: 'listVisits',
      inputs: [
        { from: 'person.id', argument: 'person' },
        { const: '{{config.branch}}', argument: 'branch' },
      ],
    },
  ],
  projection: [{ path: 'visits.count', leaf: 'quantity' }],
}

describe('a preset in its place', () => {
  it('calls in every step the provider that it is installed for, with the config of there', () => {
    const placed = fillPreset(PresetBinding.parse(visits), {
      integration: 'desk-2',
      config: { branch: 'Delft' },
    })
    expect(
      isStepsBinding(placed) && placed.steps.map(({ integration, inputs }) => [integration, inputs]),
    ).toEqual([
      ['desk-2', [{ param: 'caller_phone', argument: 'phone' }]],
      [
        'desk-2',
        [
          { from: 'person.id', argument: 'person' },
          { const: 'Delft', argument: 'branch' },
        ],
      ],
    ])
  })

  it.each([
    ['one operation', { operation: 'x', toolName: 'In {{config.box}}' }],
    ['several steps', { ...visits, toolName: 'In {{config.box}}' }],
  ])('refuses a value that does not fit a binding of %s', (_, preset) => {
    const place = { integration: 'desk', config: { box: 'x'.repeat(200) } }
    expect(() => fillPreset(PresetBinding.parse(preset), place)).toThrow(/does not fit where "In/)
  })
})

test('parameters are told by the shared vocabulary where there is no catalog yet', () => {
  const binding = Binding.parse({
    operation: 'x',
    toolName: 'X',
    inputs: [{ param: 'quantity', argument: 'n', required: true }],
    inputObjectMap: [{ field: 'a', param: 'odd_word' }],
  })
  expect(describeParameters(binding)).toEqual({
    type: 'object',
    properties: { quantity: { type: 'integer', description: 'How many' }, odd_word: { type: 'string' } },
    required: ['quantity'],
    additionalProperties: false,
  })
})

test('what one step needs and another may have is needed, and what a step is given is asked of nobody', () => {
  const steps = [
    {
      id: 'person',
      integration: 'desk',
      operation: 'findPeople',
      where: [
        { field: 'phone', param: 'caller_phone' },
        { field: 'city', param: 'city', optional: true },
      ],
    },
    {
      id: 'visit',
      integration: 'desk',
      operation: 'visits.insert',
      sqlWrite: {
        table: 'visits',
        mode: 'insert',
        columns: [
          { column: 'person', from: 'person.id' },
          { column: 'note', param: 'note' },
        ],
      },
      inputs: [{ param: 'city', argument: 'city', required: true, description: 'Where to' }],
    },
  ]
  expect(describeParameters(StepsBinding.parse({ toolName: 'X', steps }))).toMatchObject({
    properties: { caller_phone: {}, city: { type: 'string', description: 'Where to' }, note: {} },
    required: ['caller_phone', 'city'],
  })
})

describe('a catalogue', () => {
  it('has no broken pack', () => {
    expect(openCatalogue().issues).toEqual([])
  })

  it('leaves a broken pack out with its issues, and the others in', () => {
    const directory = mkdtempSync(join(tmpdir(), 'packs-'))
    cpSync(standardCatalogue, directory, { recursive: true })
    mkdirSync(join(directory, 'broken'))
    writeFileSync(join(directory, 'broken', 'manifest.json'), '{"formatVersion": 2}')
    const { packs, issues } = openCatalogue(directory)
    rmSync(directory, { recursive: true })
    expect(packs.map(({ id }) => id)).toEqual(openCatalogue().packs.map(({ id }) => id))
    expect(new Set(issues.map(({ path }) => path[0]))).toEqual(new Set(['broken']))
  })
})
