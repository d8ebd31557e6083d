import { expect, test } from 'vitest'
import { parseOptions } from '../options.ts'
import { checkAutomapOptions } from './automap-options.ts'
import { ownGoals } from './goals.ts'

const check = (...words: string[]) => checkAutomapOptions(parseOptions(words), { KEY: 'k' })

test('measures our own goals when nothing is named', () => {
  const checked = check()
  expect(checked.ok && checked.value.goals).toBe(ownGoals)
  expect(checked.ok && checked.value.mapper).toEqual({ kind: 'deterministic' })
})

test('takes a model at an address with a key from the environment', () => {
  const words = [
    '--mapper',
    'model',
    '--model',
    'm',
    '--base-url',
    'http://127.0.0.1:9/v1',
    '--api-key-env',
    'KEY',
  ]
  const checked = check(...words, '--limit', '5', '--wording', 'goal')
  expect(checked.ok && checked.value.mapper).toEqual({
    kind: 'model',
    model: 'm',
    baseUrl: 'http://127.0.0.1:9/v1',
    apiKey: 'k',
    record: undefined,
  })
  expect(checked.ok && [checked.value.limit, checked.value.wordings]).toEqual([5, ['goal']])
})

test('takes the oracle, which asks nobody', () => {
  const checked = check('--mapper', 'oracle')
  expect(checked.ok && checked.value.mapper).toEqual({ kind: 'oracle' })
})

test('replays kept answers without a model, and records those of one', () => {
  const replay = check('--mapper', 'model', '--replay', '.')
  expect(replay.ok && replay.value.mapper).toEqual({ kind: 'replay', folder: '.' })
  const record = check('--mapper', 'model', '--model', 'm', '--record', 'kept')
  expect(record.ok && record.value.mapper).toMatchObject({ record: 'kept' })
})

test.each([
  [
    'a replay of nothing, and a deadline of none',
    ['--mapper', 'model', '--replay', 'no-such', '--deadline', '0'],
    2,
  ],
  ['a record by a mapper that asks nobody', ['--record', 'kept'], 1],
  ['a mapper that there is not', ['--mapper', 'magic'], 2],
  ['a model mapper without a model', ['--mapper', 'model'], 1],
  ['an address that is none', ['--mapper', 'model', '--model', 'm', '--base-url', 'localhost:1'], 1],
  ['a key that is not there', ['--mapper', 'model', '--model', 'm', '--api-key-env', 'NO_KEY'], 1],
  ['an address for a mapper that asks nobody', ['--base-url', 'http://x'], 1],
  ['goals that are not there', ['--goals', 'no-such-file.jsonl'], 1],
  ['a limit that is no number, and a wording that there is not', ['--limit', '0', '--wording', 'x'], 2],
])('refuses %s', (_, words, problems) => {
  const checked = check(...words)
  expect(checked.ok ? 0 : checked.problems.length).toBe(problems)
})
