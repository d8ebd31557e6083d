import type { Binding } from '@bindery/client'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { freeLeaf, isPicked, removeOutput, togglePick, toSnake } from './outputs.ts'

const start: Binding = { operation: 'find', toolName: 'x' }
const name = { path: 'contact.fullName', list: undefined, isMany: false }
const row = { path: 'id', list: 'items', isMany: false }

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

test('a list of scalars is joined, since an output is one value', () => {
  const tags = togglePick(start, { path: 'tags', list: undefined, isMany: true })
  expect(tags.projection).toEqual([{ path: 'tags', leaf: 'tags', transform: '$join($, ", ")' }])
})

test('two values of one name get two names', () => {
  const both = togglePick(togglePick(start, { ...name, path: 'a.id' }), { ...name, path: 'b.id' })
  expect(both.projection?.map(({ leaf }) => leaf)).toEqual(['id', 'b_id'])
  expect(freeLeaf('b.id', ['id', 'b_id'])).toBe('b_id_2')
})

test('removing the last field of a list removes the list', () => {
  expect(removeOutput(togglePick(start, row), { entry: 0, field: 0 }).projection).toEqual([])
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
    list: fc.constantFrom(undefined, '$', 'items'),
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
