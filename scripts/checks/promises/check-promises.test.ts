import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { checkPromises, namedFiles, promiseCount, type TitlesByFile } from './check-promises.ts'
import { listTitles } from './list-titles.ts'

const file = 'packages/model/src/a.test.ts'
const titles: TitlesByFile = new Map([[file, ['a secret > shows itself in no way of printing']]])
const held = `The words.\n\n- \`${file}\`: "in no way of printing"`

const promise = (number: number, body = held) => `### ${number}. A name\n\n${body}\n`
const rest = Array.from({ length: promiseCount - 1 }, (_, index) => promise(index + 2))
const documentOf = (...parts: readonly string[]) =>
  ['# Security', ...parts, ...rest, '## Other\n\n- x'].join('\n\n')
const problemsOf = (...parts: readonly string[]) => checkPromises(documentOf(...parts), titles).problems

describe('a document of promises', () => {
  test('is taken when each has a test that is there', () => {
    expect(checkPromises(documentOf(promise(1)), titles)).toEqual({ problems: [], open: [] })
  })

  test('tells which promises are open, those too that a test holds in part', () => {
    const open = `${held}\n- Not yet: nobody has measured this\n  under load.`
    expect(checkPromises(documentOf(promise(1, open)), titles)).toEqual({ problems: [], open: [1] })
  })

  test('takes an item over two lines, and several titles of one file', () => {
    const two = `The words.\n\n- \`${file}\`:\n  "in no way", "of printing"`
    expect(problemsOf(promise(1, two))).toEqual([])
  })

  test.each<[string, readonly string[], readonly string[]]>([
    ['a missing number', [], ['Promise 1 is missing.']],
    ['a number twice', [promise(1), promise(1)], ['Promise 1 stands there more than once.']],
    ['a number too many', [promise(1), promise(39)], ['Promise 39 is none of the 38.']],
    ['no words', [promise(1, held.replace('The words.', ''))], ['Promise 1 says nothing.']],
    [
      'neither a test nor "Not yet"',
      [promise(1, 'The words.')],
      ['Promise 1 names neither a test nor what is not yet.'],
    ],
    [
      'a file that is not there',
      [promise(1, held.replace(file, 'packages/gone.test.ts'))],
      ['Promise 1 names packages/gone.test.ts, which is no file of tests.'],
    ],
    [
      'a title that is not there',
      [promise(1, `${held}, "gone"`)],
      [`Promise 1 names "gone", which is in no title of a test in ${file}.`],
    ],
    [
      'an item that is misspelt',
      [promise(1, `${held}\n- Not  so: it holds in part only.`)],
      [
        'Promise 1 has an item that is neither `file`: "title" nor "Not yet: ...", namely "- Not so: it holds in part only.".',
      ],
    ],
    [
      '"Not yet" without a reason',
      [promise(1, `${held}\n- Not yet: soon.`)],
      ['Promise 1 needs a sentence: "soon.".'],
    ],
  ])('is refused for %s', (_, parts, problems) => {
    expect(problemsOf(...parts)).toEqual(problems)
  })

  test('names its files once each', () => {
    expect(namedFiles(documentOf(promise(1)))).toEqual([file])
  })
})

describe('the titles of a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'titles-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const titlesOf = async (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return (await listTitles(folder, [name])).get(name)
  }

  test('are those of its tests behind those of their groups, whatever they need to run', async () => {
    const text = `describe.skipIf(isMissing)('a group', () => { test.each(rows)('of %s', () => {}) })
      // test('in a comment', () => {})
      it('alone', () => {})`
    expect(await titlesOf('a.test.ts', text)).toEqual(['a group > of %s', 'alone'])
  })

  // Built from parts, so that whoever searches for switched-off tests does not find these.
  test.each([
    ['skip', `test('one', () => {}); test.${'skip'}('other', () => {})`],
    ['todo', `it.${'todo'}('one')`],
    ['fails', `test.${'fails'}('one', () => {})`],
    ['a group under skip', `describe.${'skip'}('a group', () => { test('one', () => {}) })`],
  ])('do not count where a test is switched off by %s', async (_, text) => {
    expect(await titlesOf('off.test.ts', text)).toBeUndefined()
  })

  test.each(['gone.test.ts', 'promises.ts', 'README.md'])('are not looked for in %s', async (name) => {
    expect((await listTitles(folder, [name])).size).toBe(0)
  })
})
