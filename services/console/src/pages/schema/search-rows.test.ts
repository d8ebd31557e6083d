import fc from 'fast-check'
import { expect, test } from 'vitest'
import { searchRows, toHaystack } from './search-rows.ts'

const row = (name: string, ...more: readonly string[]) => ({ name, haystack: toHaystack(name, ...more) })
const rows = [
  row('repos/update', 'Update a repository'),
  row('issues/list-for-repo', 'List repository issues', '/repos/{owner}/{repo}/issues'),
  row('issue', 'An issue'),
  row('reactions/list-for-issue', 'List reactions for an issue'),
]
const namesOf = (words: string) => searchRows(rows, words).map(({ name }) => name)

test('every word must be there, wherever', () => {
  expect(namesOf('list REPO')).toEqual(['issues/list-for-repo'])
  expect(namesOf('list nothing')).toEqual([])
})

test('the name itself comes first, then what begins with the word', () => {
  expect(namesOf('issue')).toEqual(['issue', 'issues/list-for-repo', 'reactions/list-for-issue'])
})

test('no word leaves every row in its own order', () => {
  expect(searchRows(rows, '  ')).toBe(rows)
})

test('whatever is typed, a row is found by its own name and nothing is found twice', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 30 }), (names) => {
      const made = names.map((name) => row(name))
      for (const name of names) {
        const found = searchRows(made, name)
        expect(found.some((each) => each.name === name)).toBe(true)
        expect(new Set(found).size).toBe(found.length)
      }
    }),
  )
})
