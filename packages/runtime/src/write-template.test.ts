import {
  type Assignment,
  type JsonObject,
  PlatformError,
  scalarType,
  type TemplateSource,
} from '@bindery/model'
import { expect, test } from 'vitest'
import { prepareArguments } from './assemble-arguments.ts'
import { spokenValues } from './spoken-values.ts'

const source: TemplateSource = {
  from: 'template',
  syntax: 'jql',
  parts: [
    { text: 'project = ' },
    { param: 'project', as: 'text' },
    { text: ' and votes > ' },
    { param: 'votes', as: 'number' },
  ],
}
const assignment: Assignment = {
  target: ['jql'],
  targetType: scalarType('string'),
  targetNullable: true,
  source,
}
const assemble = (params: JsonObject) =>
  prepareArguments([assignment])(params, { now: new Date(0), timezone: undefined })

test('values stand in the text as literals', () => {
  expect(assemble({ project: 'A" OR project != "A', votes: 3 })).toEqual({
    jql: String.raw`project = "A\" OR project != \"A" and votes > 3`,
  })
})

test.each<[string, JsonObject, string]>([
  ['one that is absent', { votes: 3 }, 'project'],
  ['one that is null', { project: 'A', votes: null }, 'votes'],
  ['one that cannot be written', { project: 'A\u0000', votes: 3 }, 'project'],
  ['text for a number', { project: 'A', votes: '3 or 1 = 1' }, 'votes'],
  ['what only the language of this code knows', { __proto__: { project: 'A' }, votes: 3 }, 'project'],
])('%s refuses the call by its name', (_, params, name) => {
  const thrown = (() => {
    try {
      return assemble(params)
    } catch (problem) {
      return problem
    }
  })()
  expect(thrown).toBeInstanceOf(PlatformError)
  expect(thrown).toMatchObject({
    code: 'validation_error',
    details: { sent: 'no', issues: [{ code: 'param_literal', path: ['params', name] }] },
  })
})

const search: TemplateSource = {
  from: 'template',
  syntax: 'jql',
  parts: [
    { text: 'project = ', optional: 1 },
    { param: 'project', as: 'text', optional: 1 },
    { text: ' status = ', optional: 2 },
    { param: 'status', as: 'text', optional: 2 },
    { text: ' votes = ', optional: 3 },
    { param: 'votes', as: 'number', optional: 3 },
    { text: ' and project = ', optional: 3 },
    { param: 'project', as: 'text', optional: 3 },
    { text: ' a = ', optional: 4 },
    { param: 'first', as: 'text', optional: 4 },
    { text: ' b = ', optional: 4 },
    { param: 'second', as: 'text', optional: 4 },
  ],
}
const assembleSearch = (params: JsonObject) =>
  prepareArguments([{ ...assignment, source: search }])(params, { now: new Date(0), timezone: undefined })

test.each<[JsonObject, string | undefined]>([
  [{ project: 'A', status: 'open' }, 'project = "A" status = "open"'],
  [{ project: 'A', status: null }, 'project = "A"'],
  [{ project: 'A', votes: 2 }, 'project = "A" votes = 2 and project = "A"'],
  [{ first: '1', second: '2' }, ' a = "1" b = "2"'],
  [{}, undefined],
])('of %j is sent what it has values for', (params, text) => {
  expect(assembleSearch(params)).toEqual(text === undefined ? {} : { jql: text })
})

test.each<[JsonObject, string]>([
  [{ first: '1' }, 'second'],
  [{ votes: 2 }, 'project'],
])('%j is refused: what is given would be left out in silence', (params, missing) => {
  expect(() => assembleSearch(params)).toThrow(
    expect.objectContaining({
      details: expect.objectContaining({ issues: [expect.objectContaining({ path: ['params', missing] })] }),
    }),
  )
})

test('a provider may repeat a value as it was written', () => {
  const checked = { project: 'A "B"', votes: 3 }
  const sent = assemble(checked)
  expect(spokenValues({ assignments: [assignment] }, { asked: checked, checked, sent })['project']).toContain(
    String.raw`A \"B\"`,
  )
})
