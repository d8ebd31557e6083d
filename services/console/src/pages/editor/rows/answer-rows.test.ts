import type { Binding, Field } from '@bindery/client'
import { describe, expect, test } from 'vitest'
import { columnsOfRows, hasOrder } from './answer-columns.ts'
import { listMeant, listsOf } from './answer-lists.ts'
import { withPages, withRows } from './reading.ts'

const field = (name: string, type: string, of?: string): Field => ({
  name,
  type,
  jsonType: of === undefined ? 'string' : type.endsWith('[]') ? 'array' : 'object',
  references: of === undefined ? [] : [of],
  required: true,
  nullable: false,
  access: 'read_write',
  sensitive: false,
  sensitivityClass: 'none',
  isKey: false,
  indexes: [],
  operators: of === undefined ? ['eq', 'lt'] : ['isNull'],
  functions: [],
})

const objects: Readonly<Record<string, readonly Field[]>> = {
  Page: [field('items', 'Ticket[]', 'Ticket'), field('total', 'integer'), field('more', 'More', 'More')],
  More: [field('@near', 'Ticket[]', 'Ticket'), field('page', 'Page', 'Page')],
  Ticket: [
    field('customer', 'Customer', 'Customer'),
    field('number', 'integer'),
    field('notes', 'Note[]', 'Note'),
    { ...field('problem', 'string'), isErrorChannel: true },
    { ...field('secret', 'string'), access: 'write_only' },
  ],
  Customer: [field('full.name', 'string'), field('ticket', 'Ticket', 'Ticket')],
  Note: [field('text', 'string')],
}
const load = async (name: string) => ({ fields: objects[name] ?? [] })
const returns = (type: string, ...references: readonly string[]) => ({
  type,
  nullable: false,
  references: [...references],
})

describe('the lists of an answer', () => {
  test.each([
    [
      'those in no other list, objects that hold themselves once',
      returns('Page', 'Page'),
      ['items', 'more.@near'],
    ],
    ['the answer itself', returns('Ticket[]', 'Ticket'), ['$']],
    ['none of a bare value', returns('string'), []],
  ])('%s', async (_name, answer, paths) => {
    expect(await listsOf(answer, load)).toEqual({ paths, isWhole: true })
  })

  test('of an answer that is too wide, some, and it says so', async () => {
    const wide = async (name: string) => ({
      fields:
        name === 'Wide'
          ? Array.from({ length: 40 }, (_each, at) => field(`part_${at}`, `Part${at}`, `Part${at}`))
          : [field('items', 'Ticket[]', 'Ticket')],
    })
    const { paths, isWhole } = await listsOf(returns('Wide', 'Wide'), wide)
    expect([paths.length, isWhole]).toEqual([23, false])
  })
})

describe('the list that is meant', () => {
  const rowsOf = (path: string) => ({ path, leaf: path, fields: [{ path: 'id', leaf: 'id' }] })
  const one = { paths: ['items'], isWhole: true }
  test.each<[string, Partial<Binding>, Parameters<typeof listMeant>[1], string | undefined]>([
    ['is what the binding says', { rows: 'b', projection: [rowsOf('a')] }, one, 'b'],
    ['or that of its only rows', { projection: [rowsOf('a'), { path: 'total', leaf: 'total' }] }, one, 'a'],
    ['or the only one of the answer', { projection: [rowsOf('a'), rowsOf('b')] }, one, 'items'],
    ['or nothing where there are several', {}, { paths: ['a', 'b'], isWhole: true }, undefined],
    ['or nothing where there may be more', {}, { paths: ['a'], isWhole: false }, undefined],
    ['or nothing before they are known', {}, undefined, undefined],
  ])('%s', (...[, said, known, path]) => {
    expect(listMeant({ operation: 'list', toolName: 'List', ...said }, known)).toBe(path)
  })
})

test('rows are compared by their fields and those of objects in them, and sorted by what has an order', async () => {
  const columns = await columnsOfRows(objects['Ticket'] ?? [], load)
  expect(columns.map(({ name }) => name)).toEqual([
    'number',
    'customer',
    'customer.`full.name`',
    'customer.ticket',
    'customer.ticket.number',
    'customer.ticket.customer',
  ])
  expect(columns.filter(hasOrder).map(({ name }) => name)).toEqual([
    'number',
    'customer.`full.name`',
    'customer.ticket.number',
  ])
})

test('what is meant anyway is not written', () => {
  const binding = { operation: 'list', toolName: 'List' }
  expect(withPages({ ...binding, pages: 3 }, 1)).toEqual(binding)
  expect(withPages(binding, 4)).toEqual({ ...binding, pages: 4 })
  expect(withRows({ ...binding, rows: 'a' }, '')).toEqual(binding)
  expect(withRows(binding, 'b')).toEqual({ ...binding, rows: 'b' })
})
