import { expect, test } from 'vitest'
import { followRenames, type NamedWords } from './follow-renames.ts'
import type { RenameGuess } from './guess-renames.ts'

const rename = (kind: RenameGuess['kind'], names: string, owner?: string): RenameGuess => {
  const [from = '', to = ''] = names.split(' ')
  const at = owner === undefined ? {} : { owner }
  return { kind, from, to, likeness: 0.9, fingerprint: '', ...at }
}
const none: NamedWords = { effects: [], sensitivity: [], blockedObjects: [], blockedFields: [] }

test('a word moves with the operation that it was said of', () => {
  const words: NamedWords = {
    ...none,
    effects: [{ operation: 'sweep', effect: 'delete', concluded: 'action' }],
  }
  expect(followRenames(words, [rename('operation', 'sweep sweepAll')]).effects).toEqual([
    { operation: 'sweepAll', effect: 'delete', concluded: 'action' },
  ])
  expect(followRenames(words, [rename('operation', 'other sweepAll')]).effects).toEqual([])
})

test('a class moves with the field, with its object, and with both', () => {
  const words: NamedWords = {
    ...none,
    sensitivity: [{ on: 'field', object: 'Person', field: 'code', sensitivity: 'government_id' }],
  }
  const fields = (renames: readonly RenameGuess[]) =>
    followRenames(words, renames).sensitivity.map(
      (word) => word.on === 'field' && `${word.object}.${word.field}`,
    )
  const member = rename('field', 'code codeNumber', 'Person')
  const object = rename('object', 'Person Human')
  expect(fields([member])).toEqual(['Person.codeNumber'])
  expect(fields([object])).toEqual(['Human.code'])
  expect(fields([object, member])).toEqual(['Human.codeNumber'])
  expect(fields([rename('field', 'code codeNumber', 'Other')])).toEqual([])
})

test('a class of an argument moves as the argument and its operation do', () => {
  const words: NamedWords = {
    ...none,
    sensitivity: [{ on: 'argument', operation: 'find', argument: 'code', sensitivity: 'pii' }],
  }
  const renames = [rename('operation', 'find findOne'), rename('argument', 'code codes', 'find')]
  expect(followRenames(words, renames).sensitivity).toEqual([
    { on: 'argument', operation: 'findOne', argument: 'codes', sensitivity: 'pii' },
  ])
})

test('what is blocked stays blocked under its new name, with dots in names too', () => {
  const words: NamedWords = {
    ...none,
    blockedObjects: ['Salary'],
    blockedFields: ['app.Person.ssn', 'Salary.sum'],
  }
  const renames = [rename('object', 'Salary Salaries'), rename('field', 'ssn ssn_number', 'app.Person')]
  expect(followRenames(words, renames)).toMatchObject({
    blockedObjects: ['Salaries'],
    blockedFields: ['app.Person.ssn_number', 'Salaries.sum'],
  })
})
