import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readQuery, type QuotesOf, type Token } from './testing/read-query.ts'
import type { TextSyntaxName } from './registry.ts'
import { type LiteralKind, writeLiteral } from './write-literal.ts'

const pieces: readonly string[] = [
  ['"', "'", '`', '""', "''", '"""', '\\', '\\\\', '\\"', "\\'", '\\u0022', '\\x27', '\\n'],
  ['“', '”', '‘', '’', '＂', '＇', 'ʼ', '＼', '\u202e', '\ufeff', '\ud800', '\udc00', 'é', '😀'],
  ['\u0000', '\n', '\r\n', '\t', '\u0085', '\u2028', '\u2029', '\u007f', 'null', 'true', '0', '', ' '],
  ['--', '#', '/*', '*/', '//', '/', ';', '%', '_', '%%', '*', '?', '~', '^', '&&', '||', '!', '+', '-'],
  ['(', ')', '[', ']', '{', '}', '{{', '}}', '<', '>', '=', '!=', ':', ',', '.', '$', '@', '%27', '&quot;'],
  [' OR ', ' or 1 eq 1', ' AND ', ' NOT ', ' order by ', ' TO ', "' or '1'='1", '" OR "1"="1', 'Jansen'],
  ['{x}', '${x}', ':x'],
].flat()
const hostile = fc.array(
  fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...pieces) }, fc.string({ unit: 'binary' })),
  {
    maxLength: 8,
  },
)
const hostileText = hostile.map((parts) => parts.join(''))

interface Attacked {
  readonly syntax: TextSyntaxName
  readonly as?: LiteralKind
  readonly before: string
  readonly after: string
  /** Each is a way in which servers may read it: all must find the same. */
  readonly readers: readonly QuotesOf[]
  /** What an author wrote around is read by the same reader. */
  readonly refuses: RegExp
}

const controls = /[\p{Cc}\u2028\u2029]|\p{Surrogate}/u
const soqlEscapes = /[nNrRtTbBfF"'\\]/
const languages: readonly Attacked[] = [
  {
    syntax: 'odata',
    before: "status eq 'open' and (name eq ",
    after: " or note eq 'it''s') and tenant eq 'a'",
    readers: [{ quotes: ["'"], escapes: 'doubled' }],
    refuses: controls,
  },
  {
    syntax: 'jql',
    before: 'project = "A \\" B" AND status = ',
    after: " AND reporter = 'me'",
    readers: [{ quotes: ['"', "'"], escapes: /[\\"' ntru]/, hasEscapes: true }],
    refuses: controls,
  },
  {
    syntax: 'jql',
    as: 'pattern',
    before: 'summary ~ ',
    after: ' AND project = A',
    readers: [{ quotes: ['"', "'"], escapes: /[\\"']/, special: /[-+&|!(){}[\]^~*?:\\/]/, hasEscapes: true }],
    refuses: /[-+&|!(){}[\]^~*?:\\"/]|(?:^|\s)(?:and|or|not|to)(?:\s|$)|[\p{Cc}\u2028\u2029]|\p{Surrogate}/iu,
  },
  {
    syntax: 'lucene',
    before: 'tenant:a AND path:/x"y/ AND name:',
    after: ' AND -state:"closed \\" x"~2',
    readers: [
      { quotes: ['"'], escapes: /./su, special: /[*?]/, hasEscapes: true, patterns: '/' },
      { quotes: ['"'], escapes: /[\\"]/, special: /[*?]/, hasEscapes: true, patterns: '/' },
    ],
    refuses: /[*?]|[\p{Cc}\u2028\u2029]|\p{Surrogate}/u,
  },
  {
    syntax: 'soql',
    before: "SELECT Id FROM Account WHERE Type = 'a\\'b' AND Name = ",
    after: " AND OwnerId = '005' LIMIT 5",
    readers: [{ quotes: ["'"], escapes: soqlEscapes }],
    refuses: controls,
  },
  {
    syntax: 'soql',
    as: 'pattern',
    before: 'SELECT Id FROM Account WHERE Name LIKE ',
    after: ' LIMIT 5',
    readers: [{ quotes: ["'"], escapes: /[%_'\\]/, special: /[%_]/ }],
    refuses: /\\|[\p{Cc}\u2028\u2029]|\p{Surrogate}/u,
  },
  {
    syntax: 'shopify_search',
    before: 'status:open AND title:',
    after: ' AND -tag:"x y"',
    readers: [
      { quotes: ['"', "'"], escapes: 'none', special: /\*/, hasEscapes: true },
      { quotes: ['"', "'"], escapes: /./su, special: /\*/, hasEscapes: true },
      { quotes: ['"', "'"], escapes: 'doubled', special: /\*/, hasEscapes: true },
    ],
    refuses: /[*\\]|"[^]*'|'[^]*"|[\p{Cc}\u2028\u2029]|\p{Surrogate}/u,
  },
]

const around = (text: string, reader: QuotesOf): readonly Token[] => readQuery(text, reader)

describe.each(languages)('$syntax $as', ({ syntax, as = 'text', before, after, readers, refuses }) => {
  test('whatever is given is one literal with this value, and all around it stays as it was', () => {
    let written = 0
    fc.assert(
      fc.property(hostileText, (value) => {
        const literal = writeLiteral(value, { syntax, as })
        expect(literal.ok).toBe(!refuses.test(value))
        if (!literal.ok) return
        written += 1
        for (const reader of readers) {
          const tokens = readQuery(`${before}${literal.value}${after}`, reader)
          expect(tokens).toEqual([...around(before, reader), { value }, ...around(after, reader)])
        }
      }),
      { numRuns: 1500 },
    )
    expect(written).toBeGreaterThan(50)
  })
})

test('json: whatever is given is one value, and no member is added or changed', () => {
  fc.assert(
    fc.property(hostileText, (value) => {
      const literal = writeLiteral(value, { syntax: 'json', as: 'text' })
      expect(literal.ok).toBe(value.isWellFormed())
      if (!literal.ok) return
      expect(JSON.parse(`{"filter":[{"name":${literal.value},"tenant":"a"}],"limit":5}`)).toEqual({
        filter: [{ name: value, tenant: 'a' }],
        limit: 5,
      })
      expect(literal.value).not.toMatch(/[\p{Cc}\u2028\u2029]/u)
    }),
    { numRuns: 1500 },
  )
})

test('plain: a value is one word of few characters, and no word that joins', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        hostileText,
        fc.string({ unit: fc.constantFrom('a', 'Z', '0', '9', '_', '.', '@', '+', '-') }),
      ),
      (value) => {
        const literal = writeLiteral(value, { syntax: 'plain', as: 'text' })
        const isWord = /^(?!-)(?!.*--)[A-Za-z0-9_.@+-]+$/.test(value) && !/^(?:and|or|not)$/i.test(value)
        expect(literal).toMatchObject(isWord ? { ok: true, value } : { ok: false })
      },
    ),
    { numRuns: 1500 },
  )
})
