import type { Relations } from '@bindery/client'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { boxHeight, layOut } from './layout.ts'

const node = (name: string): Relations['nodes'][number] => ({
  name,
  label: null,
  fieldCount: 1,
  operationCount: 0,
  degree: { in: 0, out: 0 },
  fields: [],
  step: 0,
})
const edge = (from: string, to: string): Relations['edges'][number] => ({
  name: `${from}-${to}`,
  from: { object: from, fields: [] },
  to: { object: to, fields: [] },
  cardinality: 'one',
  origin: 'declared',
})
const made = (names: readonly string[], edges: readonly (readonly [string, string])[]): Relations => ({
  nodes: names.map(node),
  edges: edges.map(([from, to]) => edge(from, to)),
  cut: [],
})

test('what points to the focus stands left, what it points to right', () => {
  const { boxes } = layOut(
    made(
      ['a', 'b', 'c', 'd'],
      [
        ['b', 'a'],
        ['a', 'c'],
        ['c', 'd'],
      ],
    ),
    ['a'],
  )
  const columns = Object.fromEntries(boxes.map(({ name, column }) => [name, column]))
  expect(columns).toEqual({ b: -1, a: 0, c: 1, d: 2 })
})

test('every object is drawn once, no two lie over each other, and all lie within the drawing', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f']
  const pairs = fc.array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)), { maxLength: 20 })
  fc.assert(
    fc.property(pairs, fc.subarray(names), (edges, focus) => {
      const { boxes, width, height } = layOut(made(names, edges), focus)
      expect(boxes.map(({ name }) => name).toSorted()).toEqual(names)
      expect(new Set(boxes.map(({ x, y }) => `${x},${y}`)).size).toBe(names.length)
      for (const { x, y } of boxes) {
        expect(x).toBeGreaterThanOrEqual(0)
        expect(x).toBeLessThan(width)
        expect(y + boxHeight).toBeLessThanOrEqual(height)
      }
    }),
  )
})
