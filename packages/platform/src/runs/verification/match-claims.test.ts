import { expect, test } from 'vitest'
import { matchClaims } from './match-claims.ts'

/** Whether who claims one name is taken for who has the other. */
const isSame = (found: string, claimed: string): boolean =>
  matchClaims({ name: found }, { name: claimed }, ['name']) !== undefined

test.each([
  ['case, spacing and punctuation', "O'Brien", 'o brien'],
  ['full-width letters', 'Ada', '\uff21\uff44\uff41'],
  ['two forms of one accent', 'Jos\u00e9', 'Jose\u0301'],
  ['the dot of a Turkish capital', '\u0130zmir', 'izmir'],
  ['a zero-width character', 'Ada', 'A\u200bda'],
  ['Arabic vowels that most people leave out', 'عَلِي', 'علي'],
])('%s tell nobody apart', (_, found, claimed) => {
  expect([isSame(found, claimed), isSame(claimed, found)]).toEqual([true, true])
})

test.each([
  ['accents', 'Jose', 'José'],
  ['ß and ss', 'Strauß', 'Strauss'],
  ['a dotless i', 'Aydin', 'Aydın'],
  ['letters that look alike', 'Ada', 'Аda'],
  ['vowels of Hindi', 'राम', 'रमा'],
  ['vowels of Tamil', 'மணி', 'மாண'],
  ['vowels of Thai', 'กี', 'กู'],
  ['vowels of Bengali', 'রিমা', 'রুমি'],
  ['what is no letter at all', '😀', '😁'],
  ['nothing', '--', '..'],
])('%s tell people apart', (_, found, claimed) => {
  expect([isSame(found, claimed), isSame(claimed, found)]).toEqual([false, false])
})
