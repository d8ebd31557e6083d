import { expect, test } from 'vitest'
import { rangeOfIssue } from './issue-place.ts'

test.each([
  ['a word, named just behind it', '$trim(nmae)', 'There is no field "nmae" here. (character 11)', 'nmae'],
  ['a word, named at its first letter', '$trm($)', 'There is no function "$trm". (character 1)', '$trm'],
  ['a sign', 'a + ~', 'Unexpected. (character 5)', '~'],
  ['the end', '$trim(', 'Expected ")". (character 7)', '('],
  ['beyond the end', 'a', 'Expected more. (character 40)', 'a'],
  ['all where no character is named', '$trim($)', 'It gives a list.', '$trim($)'],
  ['nothing of nothing', '', 'Expected a value. (character 1)', ''],
])('an issue is about %s', (_, ...[text, message, expected]) => {
  const { from, to } = rangeOfIssue(text, message)
  expect(text.slice(from, to)).toBe(expected)
})
