import { describe, expect, test } from 'vitest'
import { type Field, indexCatalog, type SchemaCatalog, scalarType, type TypeRef } from '@bindery/model'
import { parseExpression } from '../parse-expression.ts'
import { describeInferred } from './inferred-type.ts'
import { typeExpression } from './type-expression.ts'

const field = (name: string, type: TypeRef, more: Partial<Field> = {}): Field => ({
  name,
  type,
  required: true,
  nullable: false,
  access: 'read_write',
  sensitivity: 'none',
  ...more,
})
const object = (name: string, fields: readonly Field[]) => ({
  name,
  origin: 'named' as const,
  fields,
  key: [],
  indexes: [],
  provenance: name,
})
const many = (name: string): TypeRef => ({
  kind: 'list',
  items: { kind: 'object', name },
  itemsNullable: false,
})

const catalog: SchemaCatalog = {
  formatVersion: 1,
  source: 'openapi',
  title: 'Shop',
  servers: [],
  security: [],
  relationships: [],
  operations: [],
  objects: [
    object('Order', [
      field('id', scalarType('integer')),
      field('name', scalarType('string')),
      field('total', scalarType('decimal')),
      field('note', scalarType('string'), { nullable: true }),
      field('state', { kind: 'enum', scalar: 'string', values: ['open', 'closed'], name: 'State' }),
      field('price', scalarType('number'), { required: false }),
      field('owner', { kind: 'object', name: 'Person' }, { nullable: true }),
      field('lines', many('Line')),
      field('tags', { kind: 'list', items: scalarType('string'), itemsNullable: false }),
      field('extra', { kind: 'map', values: scalarType('string'), valuesNullable: false }),
      field('blob', scalarType('any')),
      field('pet', {
        kind: 'union',
        members: [
          { kind: 'object', name: 'Cat' },
          { kind: 'object', name: 'Dog' },
        ],
      }),
      field('grid', { kind: 'list', items: many('Line'), itemsNullable: false }),
      field('lost', { kind: 'object', name: 'Unknown' }),
    ]),
    object('Line', [
      field('sku', scalarType('string')),
      field('qty', scalarType('integer')),
      field('parent', { kind: 'object', name: 'Order' }),
    ]),
    object('Person', [
      field('name', scalarType('string'), { sensitivity: 'contact' }),
      field('ssn', scalarType('string'), { sensitivity: 'government_id' }),
    ]),
    object('Cat', [field('name', scalarType('string')), field('lives', scalarType('integer'))]),
    {
      ...object('Dog', [field('name', scalarType('string'))]),
      additional: { type: scalarType('boolean'), nullable: true },
    },
  ],
}

function typing(text: string, input: TypeRef = { kind: 'object', name: 'Order' }) {
  const parsed = parseExpression(text)
  if (!parsed.ok) throw new Error(parsed.failure.map((problem) => problem.message).join(' '))
  return typeExpression(parsed.value, { type: input, nullable: false }, indexCatalog(catalog))
}

const summary = (text: string) => {
  const { type, nullable, sensitivity, problems } = typing(text)
  return [`${describeInferred(type)}${nullable ? '?' : ''}`, sensitivity, problems.length]
}

describe('typeExpression', () => {
  test.each([
    ['1', 'integer'],
    ['1.5', 'number'],
    ['"a"', 'string'],
    ['true', 'boolean'],
    ['null', 'nothing?'],
    ['()', 'nothing?'],
    ['[1..3]', 'integer[]'],
    ['[]', 'any[]'],
    ['[id, name]', 'any[]'],
    ['[[id]]', 'integer[][]'],
    ['[tags]', 'string[]'],
    ['name', 'string'],
    ['note', 'string?'],
    ['price', 'number?'],
    ['state', 'State'],
    ['state & name', 'string'],
    ['extra.any_name', 'string?'],
    ['blob.what.ever', 'any?'],
    ['lost.anything', 'any?'],
    ['lines.sku', 'string[]'],
    ['lines[0].sku', 'string?'],
    ['lines[0]', 'Line?'],
    ['lines[qty>1].sku', 'string[]'],
    ['lines[-1].qty', 'integer?'],
    ['tags[0]', 'string?'],
    ['tags', 'string[]'],
    ['lines.parent.tags', 'string[]'],
    ['grid.sku', 'string[]'],
    ['grid[0][0].sku', 'string?'],
    ['lines.(qty * 2)', 'integer[]'],
    ['lines.{"s": sku}', '{s}[]'],
    ['lines.{"s": sku}.s', 'string[]'],
    ['{"a": id, "b": {"c": name}}.b.c', 'string'],
    ['{name: id}', 'map'],
    ['{name: id}.x', 'any?'],
    ['lines{sku: qty}', 'map'],
    ['lines{"n": qty}', '{n}'],
    ['(lines{"n": $sum(qty)}).n', 'integer'],
    ['lines^(sku).sku', 'string[]'],
    ['lines^(>qty)[0].sku', 'string?'],
    ['name[]', 'string[]'],
    ['lines.[sku]', 'string[][]'],
    ['[lines].sku', 'string[]'],
    ['$', 'Order'],
    ['$$.name', 'string'],
    ['$.lines.$.sku', 'string[]'],
    ['*', 'any[]'],
    ['(lines).sku', 'string[]'],
    ['lines[]', 'Line[]'],
    ['blob[]', 'any'],
    ['id + 1', 'integer'],
    ['id / 2', 'number'],
    ['price + 1', 'number?'],
    ['total * 2', 'number'],
    ['-id', 'integer'],
    ['id = 1', 'boolean'],
    ['id < 2', 'boolean'],
    ['price < 2', 'boolean?'],
    ['name in tags', 'boolean'],
    ['id > 1 and true', 'boolean'],
    ['id > 1 ? name : note', 'string?'],
    ['id > 1 ? id : price', 'number?'],
    ['id > 1 ? id', 'integer?'],
    ['id > 1 ? id : name', 'any'],
    ['id > 1 ? tags : []', 'any[]'],
    ['id > 1 ? lines : name', 'any'],
    ['note ?? "x"', 'string?'],
    ['price ?? 0', 'number'],
    ['owner.name ?: "x"', 'string'],
    ['$uppercase(name)', 'string'],
    ['$sum(lines.qty)', 'integer'],
    ['$max(lines.qty)', 'integer?'],
    ['$average(lines.qty)', 'number?'],
    ['$count(lines)', 'integer'],
    ['$exists(owner)', 'boolean'],
    ['$split(name, ",")', 'string[]'],
    ['$split(name, ",")[0]', 'string?'],
    ['$append(tags, name)', 'string[]'],
    ['$append(tags, missing_not)', 'any[]'],
    ['$distinct(tags)', 'string[]'],
    ['$reverse(lines)', 'Line[]'],
    ['$sort(tags)', 'string[]'],
    ['$zip(tags, tags)', 'any[][]'],
    ['$keys(owner)', 'string[]'],
    ['$lookup(owner, "name")', 'string?'],
    ['$lookup(owner, name)', 'any?'],
    ['$merge(lines)', 'map'],
    ['$spread(owner)', 'any[]'],
    ['$round(price)', 'integer?'],
    ['$round(price, 2)', 'number?'],
    ['$match(name, /a/).match', 'string[]'],
    ['$match(name, /(a)/)[0].groups[0]', 'string?'],
    ['$fromMillis(0)', 'datetime'],
    ['name.$uppercase()', 'string'],
    ['name ~> $substring(1)', 'string'],
    ['$string()', 'string'],
    ['pet.name', 'string'],
    ['pet.lives', 'any?'],
    ['$abs(id)', 'integer'],
    ['owner.name', 'string?'],
  ])('%s is %s', (text, expected) => {
    const { type, nullable } = typing(text)
    expect(`${describeInferred(type)}${nullable ? '?' : ''}`).toBe(expected)
  })
  void summary
})
