import type { Binding } from '@bindery/client'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { editOutput, freeLeaf, isPicked, outputsAlong, removeOutput, togglePick, toSnake } from './outputs.ts'

const start: Binding = { operation: 'find', toolName: 'x' }
const name = { path: 'contact.fullName', lists: [], isMany: false }
const row = { path: 'id', lists: ['items'], isMany: false }

test('a value is an output under a name that agents can read', () => {
  expect(togglePick(start, name).projection).toEqual([{ path: 'contact.fullName', leaf: 'full_name' }])
})

test('values of the rows of one list stand in one output', () => {
  const two = togglePick(togglePick(start, row), { ...row, path: 'title' })
  expect(two.projection).toEqual([
    {
      path: 'items',
      leaf: 'items',
      max: 20,
      fields: [
        { path: 'id', leaf: 'id' },
        { path: 'title', leaf: 'title' },
      ],
    },
  ])
  expect(togglePick(togglePick(two, row), { ...row, path: 'title' }).projection).toEqual([])
})

test('rows within rows stand in the rows around them, and are as few as fit in an answer', () => {
  const picks = [
    { path: 'number', lists: ['$'], isMany: false },
    { path: 'product.title', lists: ['$', 'lines'], isMany: false },
    { path: 'name', lists: ['$', 'lines', 'parts'], isMany: false },
  ]
  const nested = picks.reduce(togglePick, start)
  expect(nested.projection).toEqual([
    {
      path: '$',
      leaf: 'rows',
      max: 20,
      fields: [
        { path: 'number', leaf: 'number' },
        {
          path: 'lines',
          leaf: 'lines',
          max: 5,
          fields: [
            { path: 'product.title', leaf: 'title' },
            { path: 'parts', leaf: 'parts', max: 5, fields: [{ path: 'name', leaf: 'name' }] },
          ],
        },
      ],
    },
  ])
  expect(editOutput(nested, [0, 1, 1], { max: 3 }).projection?.[0]?.fields?.[1]?.fields?.[1]?.max).toBe(3)
  expect(outputsAlong(nested, [0, 1, 0]).map(({ path }) => path)).toEqual(['$', 'lines', 'product.title'])
  expect(removeOutput(nested, [0, 1, 1, 0])).toEqual(picks.slice(0, 2).reduce(togglePick, start))
})

test('what rows within rows must satisfy is kept through every change beside it', () => {
  const lines = { path: 'lines', leaf: 'lines', where: [{ field: 'is_open', const: true }] }
  const binding = {
    ...start,
    projection: [{ path: '$', leaf: 'rows', fields: [{ ...lines, fields: [{ path: 'id', leaf: 'id' }] }] }],
  }
  const more = togglePick(binding, { path: 'total', lists: ['$', 'lines'], isMany: false })
  const kept = editOutput(more, [0, 0], { leaf: 'items' }).projection?.[0]?.fields?.[0]
  expect(kept).toMatchObject({ leaf: 'items', where: lines.where, fields: [{}, { path: 'total' }] })
})

test('a list of scalars is joined, since an output is one value', () => {
  const tags = togglePick(start, { path: 'tags', lists: [], isMany: true })
  expect(tags.projection).toEqual([{ path: 'tags', leaf: 'tags', transform: '$join($, ", ")' }])
})

test('two values of one name get two names', () => {
  const both = togglePick(togglePick(start, { ...name, path: 'a.id' }), { ...name, path: 'b.id' })
  expect(both.projection?.map(({ leaf }) => leaf)).toEqual(['id', 'b_id'])
  expect(freeLeaf('b.id', ['id', 'b_id'])).toBe('b_id_2')
})

test('removing the last field of a list removes the list', () => {
  expect(removeOutput(togglePick(start, row), [0, 0]).projection).toEqual([])
})

test('whatever a provider calls a field, its output has a name that is allowed', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(toSnake(text)).toMatch(/^[a-z][a-z0-9_]{0,65}$/)
    }),
  )
})

test('picking twice leaves what was there, in whatever order', () => {
  const picks = fc.record({
    path: fc.constantFrom('a', 'b.c', 'd'),
    lists: fc.constantFrom([], ['$'], ['items'], ['$', 'lines'], ['$', 'lines', 'parts']),
    isMany: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(picks), picks, (before, pick) => {
      const binding = before.reduce(togglePick, start)
      const once = togglePick(binding, pick)
      expect(isPicked(once, pick)).toBe(!isPicked(binding, pick))
      const leaves = once.projection?.map(({ leaf }) => leaf) ?? []
      expect(new Set(leaves).size).toBe(leaves.length)
    }),
  )
})
