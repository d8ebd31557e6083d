import { describe, expect, test } from 'vitest'
import { allowedValues, rowsOf } from './allowed-values.ts'
import { spellings } from './condition-words.ts'
import { readCondition } from './read-condition.ts'

const valuesOf = (text: string, dialect: keyof typeof spellings = 'postgres') =>
  Object.fromEntries(allowedValues(readCondition(text, spellings[dialect])))

describe('the values that a check of PostgreSQL leaves', () => {
  test.each<[string, { readonly [column: string]: readonly (string | number | boolean)[] }]>([
    [`(a = ANY (ARRAY['x'::text, 'y''z'::text]))`, { a: ['x', "y'z"] }],
    [`(c = ANY (ARRAY[1, 2]))`, { c: [1, 2] }],
    [`(c = ANY (ARRAY['-1'::integer, 2]))`, { c: ['-1', 2] }],
    [
      `((d)::text = ANY ((ARRAY['k'::character varying, 'l'::character varying])::text[]))`,
      { d: ['k', 'l'] },
    ],
    [
      `((d)::text = ANY (ARRAY[('m'::character varying)::text, ('n'::character varying(3))::text]))`,
      { d: ['m', 'n'] },
    ],
    [`(((d)::text = ANY (ARRAY['k'::text])) OR (d IS NULL))`, { d: ['k'] }],
    [`(f = ANY (ARRAY[1.5, (2)::numeric]))`, { f: [1.5, 2] }],
    [`(h = 'one'::text)`, { h: ['one'] }],
    [`(("Odd ""name""")::text = 'x'::text)`, { 'Odd "name"': ['x'] }],
    [`(m = 'ok'::"My".mood)`, { m: ['ok'] }],
    [`(a = E'back\\\\slash'::text)`, { a: ['back\\slash'] }],
    [`((a = 'x'::text) OR (a = 'y'::text))`, { a: ['x', 'y'] }],
    [`((a = 'x'::text) OR (b = 'y'::text))`, {}],
    [`((a = ANY (ARRAY['x'::text, 'y'::text])) AND (a = ANY (ARRAY['y'::text, 'z'::text])))`, { a: ['y'] }],
    [`((e = ANY (ARRAY['1'::text, '2'::text])) AND (b IS NOT NULL) AND (length(c) > 3))`, { e: ['1', '2'] }],
    [`((a = 'x'::text) AND (j + 1 >= 2) AND ((j >= 1) AND (j <= 5)))`, { a: ['x'] }],
    [`(lower(k) = 'a'::text)`, {}],
    [`(NOT (a = 'x'::text))`, {}],
    [`(a <> 'x'::text)`, {}],
    [`(g OR (a = 'x'::text))`, {}],
    [`g`, { g: [true] }],
    [`(NOT g)`, { g: [false] }],
    [`CASE WHEN g THEN true ELSE NULL::boolean END`, {}],
    [`(a ~ '^[a-z]+$'::text)`, {}],
    [`(VALUE = ANY (ARRAY['a'::text, 'b'::text]))`, { VALUE: ['a', 'b'] }],
    [`(a = 'unclosed`, {}],
    [`${'('.repeat(5000)}a = 1${')'.repeat(4000)}`, {}],
    ['', {}],
  ])('%s', (text, expected) => {
    expect(valuesOf(text)).toEqual(expected)
  })
})

describe('the values that a check of MySQL leaves', () => {
  test.each<[string, { readonly [column: string]: readonly (string | number)[] }]>([
    ["`a` in ('x','y\\'z')", { a: ['x', "y'z"] }],
    ["`f` = 'q' or `f` = 'r'", { f: ['q', 'r'] }],
    ['`b` in (1,2)', { b: [1, 2] }],
    ["`c` = 'k' and `b` > 0", { c: ['k'] }],
    ["`c` in ('k','l\\\\')", { c: ['k', 'l\\'] }],
    ["(`status` in (_utf8mb4'open',_utf8mb4'closed'))", { status: ['open', 'closed'] }],
    ['`b` between 1 and 5 and `c` in (1)', { c: [1] }],
    ["`c` not in ('k')", {}],
    ['json_valid(`e`)', {}],
  ])('%s', (text, expected) => {
    expect(valuesOf(text, 'mysql')).toEqual(expected)
  })
})

describe('the rows of a partial index', () => {
  test.each<[string, ReturnType<typeof rowsOf>]>([
    ['(deleted_at IS NULL)', [{ column: 'deleted_at', is: 'null' }]],
    ['(e IS NOT NULL)', [{ column: 'e', is: 'not_null' }]],
    [
      `((b = 'p'::text) AND (c = 1))`,
      [
        { column: 'b', in: ['p'] },
        { column: 'c', in: [1] },
      ],
    ],
    ['(NOT gone)', [{ column: 'gone', in: [false] }]],
    [`((b = 'p'::text) AND (length(c) > 3))`, undefined],
    [`((b = 'p'::text) OR (c = 1))`, undefined],
  ])('%s', (text, expected) => {
    expect(rowsOf(readCondition(text, spellings.postgres))).toEqual(expected)
  })
})
