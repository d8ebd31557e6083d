import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Binding } from '@bindery/model'
import { describe, expect, it, test } from 'vitest'
import { compareVersions } from './compare-versions.ts'
import { fillConfig, missingConfig } from './config-values.ts'
import { describeParameters } from './describe-parameters.ts'
import { openCatalogue, standardCatalogue } from './open-catalogue.ts'

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
    const filled = fillConfig(binding, { calendar_id: 'a{{config.sheet}}$&', toString: 'x' })
    expect(filled.inputObjectMap[0]?.const).toBe('a{{config.sheet}}$&')
    expect(filled.inputObjectMap[1]?.const).toEqual({ a1: '{{config.sheet}}!A:Z' })
  })
  it('is escaped inside an expression, so that it cannot be a part of it', () => {
    const searching = Binding.parse({
      operation: 'x',
      toolName: 'X',
      inputs: [{ param: 'search_text', argument: 'q', transform: '"in:{{config.box}} " & $' }],
    })
    const filled = fillConfig(searching, { box: 'a" & $exists("\\' })
    expect(filled.inputs[0]?.transform).toBe('"in:a\\" & $exists(\\"\\\\ " & $')
  })
  it('that does not fit its place is refused', () => {
    const named = Binding.parse({ operation: 'x', toolName: 'In {{config.box}}' })
    expect(() => fillConfig(named, { box: 'x'.repeat(200) })).toThrow(/does not fit where "In/)
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
