import { expect, it, test } from 'vitest'
import { nearestNames } from './nearest-names.ts'

test.each([
  ['phon', ['email', 'phone', 'phones'], ['phone', 'phones']],
  ['calerphone', ['caller_phone', 'caller_name'], ['caller_phone']],
  ['titel', ['tile', 'title'], ['title']],
  ['searchPatient', ['searchPatients', 'getPatient', 'listPractitioners'], ['searchPatients']],
  ['Owner', ['owner'], ['owner']],
  ['xyz', ['phone', 'email'], []],
  ['', ['phone'], []],
])('%j means one of %j', (text, candidates, expected) => {
  expect(nearestNames(text, candidates).slice(0, Math.max(1, expected.length))).toEqual(expected)
})

it('gives at most as many as asked for, best first', () => {
  expect(nearestNames('name', ['name1', 'name2', 'name', 'nome'], 2)).toEqual(['name', 'name1'])
})

it('is done with a hundred thousand candidates', () => {
  const candidates = Array.from({ length: 100_000 }, (_, n) => `candidate_${n}`)
  expect(nearestNames('candidate_17', candidates, 1)).toEqual(['candidate_17'])
})
