import { writeLiteral } from '@bindery/model/syntax'
import { Kind, parse } from 'graphql'
import { expect, test } from 'vitest'

const pieces: readonly string[] = [
  [
    '"',
    '"""',
    '\\',
    '\\"',
    '\\u0022',
    "'",
    '`',
    '“',
    '”',
    '\u0000',
    '\n',
    '\r',
    '\t',
    '\u0085',
    '\u2028',
    '\ufeff',
  ],
  [
    '#',
    '{',
    '}',
    '(',
    ')',
    '[',
    ']',
    ':',
    '$x',
    '@skip',
    '...',
    ',',
    '!',
    '|',
    '&',
    ' or ',
    'a',
    'é',
    '😀',
    '',
  ],
].flat()

/** Every pair and many triples of what could end a text or begin something else. */
const values = pieces.flatMap((one, at) =>
  pieces.flatMap((other, then) => [
    `${one}${other}`,
    `${one}${other}${pieces[(at * 7 + then) % pieces.length]}`,
  ]),
)

test('whatever is given is one string of the document, and nothing else changes', () => {
  const read = (literal: string) =>
    parse(`query { orders(query: ${literal}, first: 5) { id } }`, { noLocation: true })
  const shape = JSON.stringify(read('"@"'))
  for (const value of values) {
    const literal = writeLiteral(value, { syntax: 'graphql', as: 'text' })
    if (!literal.ok) throw new Error(literal.failure)
    const document = read(literal.value)
    const found = JSON.stringify(document).replace(
      JSON.stringify({ kind: Kind.STRING, value, block: false }),
      () => JSON.stringify({ kind: Kind.STRING, value: '@', block: false }),
    )
    expect(found).toBe(shape)
  }
  expect(values.length).toBeGreaterThan(1000)
})
