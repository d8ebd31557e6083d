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
    ['blob[]', 'any?'],
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
    ['id > 1 ? id : name', 'any?'],
    ['id > 1 ? tags : []', 'any[]'],
    ['id > 1 ? lines : name', 'any?'],
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
    ['$uppercase(note)', 'string?'],
    ['$length(note) > 1', 'boolean?'],
    ['note > "a" ? 1 : 2', 'integer?'],
    ['$split(note, ",")', 'string[]?'],
    ['lines^(parent.note).sku', 'string[]?'],
  ])('%s is %s', (text, expected) => {
    const { type, nullable } = typing(text)
    expect(`${describeInferred(type)}${nullable ? '?' : ''}`).toBe(expected)
  })
})

describe('typeExpression reports', () => {
  test.each<[string, readonly string[]]>([
    ['nam', ['There is no field "nam" here. Did you mean "name"?']],
    ['owner.nme', ['There is no field "nme" here. Did you mean "name"?']],
    ['lines.skuu', ['There is no field "skuu" here. Did you mean "sku"?']],
    ['{"total": 1}.totl', ['There is no field "totl" here. Did you mean "total"?']],
    ['pet.live', []],
    ['name.first', ['This value has no fields.']],
    ['state.first', ['This value has no fields.']],
    ['().first', []],
    ['lost.anything', []],
    ['name + 1', ['"+" needs numbers, not string. Convert with $number.']],
    ['-name', ['"-" needs numbers, not string. Convert with $number.']],
    ['lines * 2', ['"*" needs numbers, not Line[]. Convert with $number.']],
    ['name < id', ['"<" compares two numbers or two texts, not string with integer.']],
    ['owner < 1', ['"<" compares two numbers or two texts, not Person with integer.']],
    ['total < 1', []],
    ['$uppercase(id)', ['Argument 1 of "$uppercase" cannot be integer. Convert it with $string.']],
    ['$abs(name)', ['Argument 1 of "$abs" cannot be string. Convert it with $number.']],
    ['$keys(name)', []],
    [
      '$substring(name)',
      [
        'Argument 1 of "$substring" cannot be Order. Convert it with $string.',
        'Argument 2 of "$substring" cannot be string. Convert it with $number.',
      ],
    ],
    ['$contains(name)', ['Argument 1 of "$contains" cannot be Order. Convert it with $string.']],
    ['$append(1)', ['"$append" needs 2 arguments, not 1.']],
    ['$sum()', ['"$sum" needs 1 arguments, not 0.']],
    ['$match(name, "a")', ['Argument 2 of "$match" cannot be string.']],
    ['$replace(name, /a/, 1)', ['Argument 3 of "$replace" cannot be integer. Convert it with $string.']],
    ['$zip(tags, lines)', []],
    ['$boolean(pet)', []],
    ['$lookup(owner, "nam")', ['There is no field "nam" here. Did you mean "name"?']],
    [
      'lines[qt > 1].sk',
      [
        'There is no field "qt" here. Did you mean "qty"?',
        'There is no field "sk" here. Did you mean "sku"?',
      ],
    ],
    ['lines^(skuu)', ['There is no field "skuu" here. Did you mean "sku"?']],
  ])('%s', (text, expected) => {
    expect(typing(text).problems.map((problem) => problem.message)).toEqual(expected)
  })
})

describe('typeExpression keeps the class of', () => {
  test.each([
    ['name', 'none', []],
    ['owner.name', 'contact', []],
    ['owner.ssn', 'government_id', []],
    ['$length(owner.ssn)', 'government_id', []],
    ['owner.ssn = "1"', 'government_id', []],
    ['$count(owner.ssn)', 'none', []],
    ['$exists(owner.ssn)', 'none', []],
    ['$count(owner[ssn = "1"])', 'government_id', []],
    ['$exists(lines)', 'none', []],
    ['owner', 'government_id', ['Person']],
    ['$string(owner)', 'government_id', ['Person']],
    ['$keys(owner)', 'government_id', ['Person']],
    ['owner.*', 'government_id', ['Person']],
    ['lines.parent', 'government_id', ['Order']],
    ['lines[parent.owner.ssn = "1"].sku', 'government_id', []],
    ['lines^(parent.owner.ssn).sku', 'government_id', []],
    ['{"a": owner.ssn}.a', 'government_id', []],
    ['pet', 'none', ['Cat', 'Dog']],
    ['extra', 'none', []],
    ['lines', 'government_id', ['Line']],
    ['{"a": name}', 'none', []],
    ['[lines]', 'government_id', ['Line']],
    ['open ? owner.name : 1', 'contact', []],
  ])('%s', (text, sensitivity, wholes) => {
    const found = typing(text)
    expect([found.sensitivity, found.wholes]).toEqual([sensitivity, wholes])
  })
  test('the field that holds the input', () => {
    const parsed = parseExpression('$uppercase($)')
    const input = { type: scalarType('string'), nullable: false, sensitivity: 'pii' as const }
    expect(parsed.ok && typeExpression(parsed.value, input, indexCatalog(catalog)).sensitivity).toBe('pii')
  })
  test('every field that is read, once', () => {
    expect(typing('owner.name & owner.name & lines[qty > 1].sku').references).toEqual([
      { object: 'Order', field: 'owner' },
      { object: 'Person', field: 'name' },
      { object: 'Order', field: 'lines' },
      { object: 'Line', field: 'qty' },
      { object: 'Line', field: 'sku' },
    ])
  })
})

describe('describeInferred', () => {
  test.each([
    ['pet', 'Cat | Dog'],
    ['extra', 'map'],
    ['()', 'nothing'],
    ['{"a": 1}', '{a}'],
    ['[{"a": 1}, {"a": 2}]', '{a}[]'],
  ])('%s', (text, expected) => {
    expect(describeInferred(typing(text).type)).toBe(expected)
  })
  test('an enumeration without a name', () => {
    expect(describeInferred({ kind: 'enum', scalar: 'string', values: ['a'] })).toBe('enum')
  })
})
