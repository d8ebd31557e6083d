import { expect, test } from 'vitest'
import { checkPage, linksIn, pathsIn } from './check-page.ts'

const page = `
 L0  model                      nouns and contracts
 L1  store   compiler           the rest of it

   |  gates       first, second,
   |              third
output            and a record

| package | in one sentence |
|---|---|
| [model](model/README.md) | Nouns. |
| [store](store/README.md) | Memory. |
| [compiler](compiler/README.md) | Checks. |
`
const architecture = {
  imports: { model: [], store: ['model'], compiler: ['model'] },
  gates: ['first', 'second', 'third'],
}

test('a page that agrees has no problem', () => {
  expect(checkPage(page, architecture)).toEqual([])
})

test.each([
  [
    'a package that it does not name',
    page,
    { ...architecture, imports: { ...architecture.imports, packs: [] } },
    ['No line names "packs".', 'The table has no row for "packs".'],
  ],
  [
    'a package that there is not',
    page.replace('store   compiler', 'store   compiler   mapper'),
    architecture,
    ['Line L1 names "mapper", which is no package.'],
  ],
  [
    'an import within a line',
    page,
    { ...architecture, imports: { ...architecture.imports, compiler: ['store'] } },
    ['"compiler" imports "store", which does not stand in a line above its own.'],
  ],
  [
    'gates in another order',
    page.replace('first, second', 'second, first'),
    architecture,
    ['The gates are first, second, third; the page says second, first, third.'],
  ],
])('reports %s', (...[, text, known, problems]) => {
  expect(checkPage(text, known)).toEqual(problems)
})

test('paths and links are told from other words', () => {
  const document =
    '`packages/model/src/json.ts`, `README.md`, `packages/<name>/x.ts`, `npm test`, `/docs`, [a](b.md#c), [d](https://e.example/f)'
  expect([pathsIn(document), linksIn(document)]).toEqual([
    ['packages/model/src/json.ts', 'README.md'],
    ['b.md'],
  ])
})
