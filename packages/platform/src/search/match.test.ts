import { describe, expect, it, test } from 'vitest'
import { Best } from './best.ts'
import { fold, wordsOf } from './fold.ts'
import { highlight, match, toName } from './match.ts'

const find = (query: string, names: readonly string[], { beside = '', around = '' } = {}) =>
  match({ names: names.map(toName), beside }, { words: wordsOf(query), around, holds: 'name' })

describe('how well a name fits', () => {
  test.each([
    ['an equal name', 'email', 'Email', 0, [[0, 5]]],
    ['a name that begins so', 'ema', 'email', 1, [[0, 3]]],
    [
      'words with a space, though the name has none',
      'created at',
      'created_at',
      2,
      [
        [0, 7],
        [8, 10],
      ],
    ],
    ['a word behind an underscore', 'email', 'work_email', 2, [[5, 10]]],
    ['a word at a hump', 'number', 'fileNumber', 2, [[4, 10]]],
    ['the beginning of a later word before a place inside one', 'id', 'paidId', 2, [[4, 6]]],
    ['a part of a word', 'mail', 'email', 3, [[1, 5]]],
    ['words that overlap', 'abc bcd', 'xabcd', 3, [[1, 5]]],
    ['signs that mean something in patterns', '.*(', 'a.*(b', 3, [[1, 4]]],
    ['another script', 'بالعالم', 'مرحبا بالعالم', 2, [[6, 13]]],
    ['a letter that is longer in lower case', 'stanbul', 'İstanbul', 3, [[1, 8]]],
    ['markup, which is only text', '<b>', '<b>name</b>', 1, [[0, 3]]],
  ] as const)('%s', (...[, query, name, rank, places]) => {
    expect(find(query, [name])).toEqual({ label: name, rank })
    expect(highlight(name, wordsOf(query))).toEqual(places)
  })

  it('is worse by words that stand beside the name, and none without a word in it', () => {
    expect(find('patient email', ['email'], { beside: 'patient' })).toMatchObject({ rank: 4 })
    expect(highlight('email', ['patient', 'email'])).toEqual([[0, 5]])
    expect(find('patient', ['email'], { beside: 'patient' })).toBeUndefined()
    expect(find('clinic email', ['email'], { around: 'clinic' })).toMatchObject({ rank: 4 })
    expect(find('email phone', ['email'], { beside: 'patient' })).toBeUndefined()
  })

  it('takes the name that fits best, and the first of two that fit as well', () => {
    expect(find('searchPatients', ['Find patients', 'searchPatients'])?.label).toBe('searchPatients')
    expect(find('patients', ['Find patients', 'searchPatients'])?.label).toBe('Find patients')
  })

  it('keeps every place when folding', () => {
    for (const text of ['İstanbul', 'ΣΊΣΥΦΟΣ', '👩‍🔬 Lab', 'ẞtraße'])
      expect(fold(text).length).toBe(text.length)
  })
})

it('holds the best and counts all', () => {
  const best = new Best<string>(2)
  for (const name of ['zemail', 'emails', 'email', 'emailed'])
    best.add(name, find('email', [name]) ?? { label: '', rank: 9 })
  expect([best.total, best.rows.map(({ item }) => item)]).toEqual([4, ['email', 'emails']])
})
