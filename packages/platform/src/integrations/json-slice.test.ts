import { expect, it, test } from 'vitest'
import { sliceOfJson } from './json-slice.ts'

const value = {
  'a/b': { 'm~n': [1, -2.5e3, 'x"}]{[,\\', true, null, {}, [], [[3]]] },
  '': { '': 'empty' },
  é: { 'line\nbreak': '\u{1f600}' },
  list: Array.from({ length: 12 }, (_, index) => ({ index })),
}

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')

function* placesIn(part: unknown, pointer: string): Generator<readonly [string, unknown]> {
  yield [pointer, part]
  if (typeof part !== 'object' || part === null) return
  for (const [name, inner] of Object.entries(part)) yield* placesIn(inner, `${pointer}/${escaped(name)}`)
}

const cutOut = (text: string, pointer: string): string | undefined => {
  const bytes = Buffer.from(text)
  const slice = sliceOfJson(bytes, pointer)
  return slice === undefined ? undefined : bytes.subarray(slice.start, slice.end).toString()
}

test.each([
  ['on one line', JSON.stringify(value)],
  ['indented', JSON.stringify(value, null, 2)],
  ['with blanks around', ` \r\n${JSON.stringify(value, null, '\t')}\n`],
])('cuts out the value at every pointer of a document %s', (_, text) => {
  const found = [...placesIn(value, '')].map(([pointer]) => {
    const inside: unknown = JSON.parse(cutOut(text, pointer) ?? '"nothing"')
    return [pointer, inside]
  })
  expect(found).toEqual([...placesIn(value, '')])
})

test.each([
  ['a name that there is not', '{"a":1}', '/b'],
  ['a name of the language', '{"a":1}', '/__proto__'],
  ['an index behind the end', '[1,2]', '/2'],
  ['an index that is none', '[1,2]', '/01'],
  ['a part of a text', '{"a":"b"}', '/a/0'],
  ['a text that ends within a value', '{"a":{"b":1', '/a'],
  ['a text that is no JSON', 'a: {b: 1}', '/a'],
  ['no text', '', ''],
])('finds nothing at %s', (_, text, pointer) => {
  expect(cutOut(text, pointer)).toBeUndefined()
})

it('takes no stack for nesting', () => {
  const deep = 200_000
  const text = `{"a":${'['.repeat(deep)}${']'.repeat(deep)},"b":7}`
  expect([cutOut(text, '/b'), cutOut(text, '/a')?.length]).toEqual(['7', 2 * deep])
})
