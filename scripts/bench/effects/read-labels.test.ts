import { beforeAll, expect, test } from 'vitest'
import { introspectDocuments } from '../../../packages/sources/src/index.ts'
import { parseLabelLines } from './label.ts'
import { joinLabels, type LabelledOperation, readLabels, type ReadLabels } from './read-labels.ts'

let read: ReadLabels
beforeAll(async () => {
  read = await readLabels()
})

const all = (): readonly LabelledOperation[] => read.providers.flatMap(({ operations }) => operations)
const heldOut = (): readonly LabelledOperation[] =>
  read.providers.filter(({ isHeldOut }) => isHeldOut).flatMap(({ operations }) => operations)

const isMethod = (method: string, { label }: LabelledOperation): boolean =>
  label.at.startsWith('#/paths/') && label.at.endsWith(`/${method}`)

const kinds: Readonly<Record<string, (labelled: LabelledOperation) => boolean>> = {
  operations: () => true,
  deletes: ({ label }) => label.effect === 'delete',
  'deletes by another method than DELETE': (labelled) =>
    labelled.label.effect === 'delete' && !isMethod('delete', labelled),
  'POSTs that read': (labelled) => labelled.label.effect === 'read' && isMethod('post', labelled),
  'GETs that write': (labelled) => labelled.label.effect !== 'read' && isMethod('get', labelled),
  'reads named with a noun like a verb': ({ label }) =>
    label.effect === 'read' && label.tags?.includes('noun_like_verb') === true,
}

const countOf = (kind: string, labelled: readonly LabelledOperation[]): number =>
  labelled.filter((each) => kinds[kind]?.(each)).length

test('every label is read and found in the document of its provider, by place and by name', () => {
  expect(read.problems).toEqual([])
})

test('there are at least 20 providers of three kinds, and five of them are held out', () => {
  expect(read.providers.length).toBeGreaterThanOrEqual(20)
  expect(read.providers.filter(({ isHeldOut }) => isHeldOut)).toHaveLength(5)
  expect(new Set(read.providers.map(({ source }) => source))).toEqual(new Set(['openapi', 'graphql', 'mcp']))
  expect(read.providers.filter(({ operations }) => operations.length < 10)).toEqual([])
})

test.each([
  ['operations', 600, 150],
  ['deletes', 60, 15],
  ['deletes by another method than DELETE', 35, 9],
  ['POSTs that read', 60, 15],
  ['GETs that write', 30, 8],
  ['reads named with a noun like a verb', 60, 15],
])('holds enough %s: %i, and %i of the held-out providers', (kind, least, leastHeldOut) => {
  expect(countOf(kind, all())).toBeGreaterThanOrEqual(least)
  expect(countOf(kind, heldOut())).toBeGreaterThanOrEqual(leastHeldOut)
})

test('at most 15 of 100 labels accept another effect, and none excuses a delete', () => {
  const lenient = all().filter(({ label }) => label.or !== undefined)
  expect(lenient.length / all().length).toBeLessThanOrEqual(0.15)
  expect(lenient.filter(({ label }) => label.effect === 'delete')).toEqual([])
  expect(lenient.filter(({ label }) => label.or?.includes(label.effect))).toEqual([])
})

test('only reads are called nouns that look like verbs', () => {
  const tagged = all().filter(({ label }) => label.tags !== undefined && label.effect !== 'read')
  expect(tagged.map(({ label }) => label.name)).toEqual([])
})

const document = {
  openapi: '3.1.0',
  info: { title: 'Books', version: '1' },
  paths: { '/books': { get: { operationId: 'bookList' }, post: { operationId: 'bookAdd' } } },
}

test.each([
  ['the right label', { at: '#/paths/~1books/get', name: 'bookList' }, []],
  [
    'a place without an operation',
    { at: '#/paths/~1books/put', name: 'bookPut' },
    ['there is no operation at #/paths/~1books/put ("bookPut").'],
  ],
  [
    'another name at the place',
    { at: '#/paths/~1books/post', name: 'bookCreate' },
    ['the operation at #/paths/~1books/post is "bookAdd", not "bookCreate".'],
  ],
])('joining says what is wrong with %s', async (_, { at, name }, problems) => {
  const bytes = new TextEncoder().encode(JSON.stringify(document))
  const { catalog } = await introspectDocuments([{ name: 'books.json', bytes }], AbortSignal.timeout(10_000))
  expect(joinLabels(catalog, [{ at, name, effect: 'read' }]).problems).toEqual(problems)
})

test('joining tells a label that stands twice', async () => {
  const bytes = new TextEncoder().encode(JSON.stringify(document))
  const { catalog } = await introspectDocuments([{ name: 'books.json', bytes }], AbortSignal.timeout(10_000))
  const label = { at: '#/paths/~1books/get', name: 'bookList', effect: 'read' } as const
  expect(joinLabels(catalog, [label, label]).problems).toEqual(['"bookList" is labelled twice.'])
})

test('a line that is no label is told with its number and stops none of the others', () => {
  const line = '{"at":"#/paths/~1a/get","name":"a","effect":"read"}'
  const { labels, problems } = parseLabelLines(
    [line, line.replace('read', 'peek'), line.replace('"name"', '"names"'), 'no json'].join('\n'),
  )
  expect(labels.map(({ name }) => name)).toEqual(['a'])
  expect(problems.map((problem) => problem.slice(0, 7))).toEqual(['line 2:', 'line 3:', 'line 4:'])
})
