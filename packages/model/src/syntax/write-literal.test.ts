import { expect, test } from 'vitest'
import type { Json } from '../json.ts'
import { scalarType, type TypeRef } from '../type-ref.ts'
import type { TextSyntaxName } from './registry.ts'
import { type LiteralKind, literalKindOf, writeLiteral } from './write-literal.ts'

interface Written {
  readonly syntax: TextSyntaxName
  readonly as: LiteralKind
}

test.each<[Written, Json, string]>([
  [{ syntax: 'json', as: 'text' }, 'a "b"\n\u2028', String.raw`"a \"b\"\n\u2028"`],
  [{ syntax: 'graphql', as: 'text' }, '"""\u007f', String.raw`"\"\"\"\u007f"`],
  [{ syntax: 'odata', as: 'text' }, "O'Brien", "'O''Brien'"],
  [{ syntax: 'odata', as: 'moment' }, '2026-11-30', '2026-11-30'],
  [{ syntax: 'odata', as: 'moment' }, '2026-11-30T10:00:00Z', '2026-11-30T10:00:00Z'],
  [{ syntax: 'jql', as: 'text' }, 'a "b" \\', String.raw`"a \"b\" \\"`],
  [{ syntax: 'jql', as: 'moment' }, '2026-11-30', '"2026-11-30"'],
  [{ syntax: 'jql', as: 'pattern' }, 'city bike', '"city bike"'],
  [{ syntax: 'lucene', as: 'text' }, 'a "b" (c) OR d:e', String.raw`"a \"b\" (c) OR d:e"`],
  [{ syntax: 'lucene', as: 'number' }, -5, '"-5"'],
  [{ syntax: 'lucene', as: 'number' }, 5.25, '5.25'],
  [{ syntax: 'soql', as: 'text' }, "O'Brien 5%", String.raw`'O\'Brien 5%'`],
  [{ syntax: 'soql', as: 'pattern' }, "5%_'", String.raw`'5\%\_\''`],
  [{ syntax: 'soql', as: 'number' }, '007', '7'],
  [{ syntax: 'shopify_search', as: 'text' }, "D'Addario", `"D'Addario"`],
  [{ syntax: 'shopify_search', as: 'text' }, '19" rack', `'19" rack'`],
  [{ syntax: 'plain', as: 'text' }, 'ada@example.com', 'ada@example.com'],
  [{ syntax: 'plain', as: 'number' }, -5, '-5'],
  [{ syntax: 'json', as: 'boolean' }, false, 'false'],
  [{ syntax: 'json', as: 'number' }, '-00.50', '-0.50'],
])('%j writes %j', (how, value, expected) => {
  expect(writeLiteral(value, how)).toEqual({ ok: true, value: expected })
})

test.each<[TextSyntaxName, LiteralKind, Json]>([
  ['json', 'number', '5,"admin":true'],
  ['json', 'number', '1e5'],
  ['json', 'number', 'NaN'],
  ['json', 'number', Number.POSITIVE_INFINITY],
  ['json', 'number', true],
  ['json', 'boolean', 'true'],
  ['json', 'text', 5],
  ['json', 'text', ['a']],
  ['odata', 'moment', '2026-11-30 or true'],
  ['odata', 'moment', '2026-11-30\n'],
  ['soql', 'pattern', 'a\\'],
  ['jql', 'pattern', 'bike OR car'],
  ['shopify_search', 'text', `both " and '`],
  ['plain', 'text', 'two words'],
  ['plain', 'text', ''],
  ['plain', 'text', 'OR'],
  ['plain', 'moment', '2026-11-30T10:00:00Z'],
])('%s refuses %s %j', (syntax, as, value) => {
  expect(writeLiteral(value, { syntax, as }).ok).toBe(false)
})

test.each<[TypeRef, LiteralKind | undefined]>([
  [scalarType('string'), 'text'],
  [scalarType('decimal'), 'number'],
  [scalarType('int64'), 'number'],
  [scalarType('boolean'), 'boolean'],
  [scalarType('date'), 'moment'],
  [scalarType('time'), 'text'],
  [scalarType('any'), undefined],
  [{ kind: 'enum', scalar: 'integer', values: [1] }, 'number'],
  [{ kind: 'object', name: 'Contact' }, undefined],
])('the kind of %j', (type, kind) => {
  expect(literalKindOf(type)).toBe(kind)
})
