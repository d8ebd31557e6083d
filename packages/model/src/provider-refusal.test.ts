import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { type RawRefusal, toRefusal } from './provider-refusal.ts'

const asItIs = (text: string): string => text
const secret = 's3cr3t-of-the-provider'
const hide = (text: string): string => text.replaceAll(secret, '***')

describe('what a provider said', () => {
  test.each<[string, readonly RawRefusal[], unknown]>([
    ['nothing', [], undefined],
    ['nothing that is text', [{ message: { a: 1 } }, { message: null }], undefined],
    ['a message', [{ message: 'No such plan.' }], { message: 'No such plan.' }],
    [
      'a code, a place and a message',
      [{ code: 'TAKEN', field: ['input', 'email'], message: 'Email is taken' }],
      { code: 'TAKEN', field: 'input.email', message: 'Email is taken' },
    ],
    ['a number as its code', [{ code: 1062, message: 'no' }], { code: '1062', message: 'no' }],
    [
      'several things at once',
      [{ message: 'a' }, { field: 'b', message: 'b' }],
      { message: 'a', others: [{ field: 'b', message: 'b' }] },
    ],
    [
      'markup, control characters and hidden text',
      [
        {
          message:
            '<p onclick="x()">Not\u0007 <b>found</b></p><script>steal()</script>\u{e0041}\u202e\n\n at all',
        },
      ],
      { message: 'Not found at all' },
    ],
    ['half a character', [{ message: 'a\ud800b' }], { message: 'a�b' }],
    [
      'a page',
      [{ message: 'a &lt;b&gt; &amp;c &#100;&#x65; &#9999999; &nope;' }],
      { message: 'a <b> &c de &nope;' },
    ],
  ])('of %s is kept as that', (_, raw, expected) => {
    expect(toRefusal(raw)?.tell(asItIs)).toEqual(expected)
  })

  test('is cut at 500 characters over all messages', () => {
    const refusal = toRefusal(
      [{ message: 'x'.repeat(400) }, { message: 'y'.repeat(400) }, { message: 'z' }],
      422,
    )?.tell(asItIs)
    expect([
      refusal?.status,
      refusal?.message.length,
      refusal?.others?.map(({ message }) => message.length),
    ]).toEqual([422, 400, [100]])
  })

  test.each<[string, string]>([
    ['at the cut of the message', `${'x'.repeat(490)}${secret}`],
    ['at the cut of what was read before it was cleaned', `${'<i></i>'.repeat(2856)}${secret}`],
    [
      'with a character in it that nobody sees',
      `The key s3cr3t\u200b-of\ufeff-the\u0000-prov\u034fider is bad.`,
    ],
    ['with a character in it as a page writes it', 'The key s3cr3t&#45;of&#x2D;the-provider is bad.'],
    ['behind a message of the longest length', `${' '.repeat(60_000)}${secret}`],
  ])('gives away no part of a secret %s', (_, message) => {
    const told = toRefusal([{ code: `${'y'.repeat(110)}${secret}`, field: ['a', secret], message }])?.tell(
      hide,
    )
    expect(JSON.stringify(told)).not.toMatch(/s3cr|ider/)
    expect(told?.field).toBe('a.***')
  })

  test('is shown nowhere before it is told', () => {
    const raw = toRefusal([{ message: secret }], 422)
    expect(JSON.stringify({ raw })).toBe('{"raw":{}}')
    expect(inspect(raw, { depth: 9, showHidden: true })).not.toContain(secret)
  })

  test.each<[string, string]>([
    ['scripts that do not end', '<script '],
    ['scripts and closings', '<script></script'],
    ['tags that do not end', '<a '],
    ['blanks', ' \u200b'],
    ['entities that are none', '&#'],
  ])('is cleaned in proportion to its length: %s', (_, piece) => {
    const work = (times: number): number => {
      const raw = toRefusal([{ message: piece.repeat(times) }])
      const began = process.cpuUsage()
      for (let round = 0; round < 20; round += 1) raw?.tell(asItIs)
      const { user, system } = process.cpuUsage(began)
      return user + system
    }
    const most = Math.floor(65_536 / piece.length)
    work(most)
    // Eight times the text; in the square it would be 64 times the work.
    expect(work(most)).toBeLessThan(32 * Math.max(work(Math.floor(most / 8)), 2_000))
  })
})
