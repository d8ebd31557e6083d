import { expect, it, test } from 'vitest'
import { describeFunctions } from './describe-functions.ts'
import { functionSignatures } from './functions/function-names.ts'
import { parseExpression } from './parse-expression.ts'

const described = describeFunctions()

it('describes every function once', () => {
  expect(described.map(({ name }) => name)).toEqual(Object.keys(functionSignatures))
})

test.each(described)(
  '$name: $example.text of $example.given is $example.out',
  ({ name, to, from, example }) => {
    expect(parseExpression(example.text).ok).toBe(true)
    expect(example.text).toContain(`$${name}(`)
    expect(example.out).not.toBeNull()
    expect([from.length > 0, to.length > 0]).toEqual([true, true])
    const kind = Array.isArray(example.out) ? 'list' : typeof example.out
    const [word = ''] = to.split(/[^a-z]/)
    const isSaid = { integer: 'number', datetime: 'string', map: 'object' }[word] ?? word
    if (kind !== 'list' && word !== 'any') expect(isSaid).toBe(kind)
  },
)

it('says what each one does in one short sentence of its own', () => {
  const summaries = described.map(({ summary }) => summary)
  expect(new Set(summaries).size).toBe(summaries.length)
  expect(summaries.filter((summary) => !/^[A-Z].{8,78}\.$/.test(summary))).toEqual([])
})

test.each([
  ['lowercase', { from: ['string'], to: 'string', options: [], out: 'ada@example.com' }],
  [
    'split',
    {
      from: ['string'],
      to: 'string[]',
      options: [
        { accepts: ['string', 'pattern'], required: true },
        { accepts: ['number'], required: false },
      ],
      out: ['red', 'green'],
    },
  ],
  ['sum', { from: ['list of number'], to: 'number', options: [], out: 6 }],
])('says of %s what it takes, gives and does', (name, { out, ...expected }) => {
  const found = described.find((one) => one.name === name)
  expect(found).toMatchObject({ ...expected, example: { out } })
})
