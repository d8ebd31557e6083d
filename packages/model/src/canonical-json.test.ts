import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { canonicalJson, fingerprint } from './canonical-json.ts'

describe('canonical JSON', () => {
  test.each([
    [
      'numbers as ECMAScript writes them',
      [333333333.3333333, 1e30, 4.5, 0.002, 1e-27, -0],
      '[333333333.3333333,1e+30,4.5,0.002,1e-27,0]',
    ],
    ['escapes that RFC 8785 prescribes', '\u20ac$\u000f\nA\'B"\\\\"/', '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'],
    [
      'members by UTF-16 code units',
      { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 },
      '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}',
    ],
    [
      'names that prototypes have',
      JSON.parse('{"constructor":1,"__proto__":{"a":2}}'),
      '{"__proto__":{"a":2},"constructor":1}',
    ],
    ['literals', [null, true, false], '[null,true,false]'],
    ['empty containers', { b: {}, a: [] }, '{"a":[],"b":{}}'],
    ['no member for undefined', { b: undefined, a: 1 }, '{"a":1}'],
  ])('writes %s', (_, value, text) => expect(canonicalJson(value)).toBe(text))

  test.each([
    ['NaN', Number.NaN],
    ['an infinity', Infinity],
    ['a lone surrogate', '\ud800'],
    ['a function', () => 1],
    ['undefined in a list', [undefined]],
  ])('refuses %s', (_, value) => expect(() => canonicalJson({ value })).toThrow(TypeError))

  it('reads back to the value that it was written from, whatever its order of members', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = canonicalJson(JSON.parse(JSON.stringify(value)))
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
        expect(canonicalJson(JSON.parse(text))).toBe(text)
      }),
      { numRuns: 500 },
    )
  })

  it('gives equal values equal fingerprints, and others other ones', () => {
    expect(fingerprint({ a: 1, b: [2] })).toBe(fingerprint({ b: [2.0], a: 1 }))
    expect(fingerprint({ a: 1 })).not.toBe(fingerprint({ a: '1' }))
    expect(fingerprint({})).toBe('sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a')
  })
})
