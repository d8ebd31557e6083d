import { expect, test } from 'vitest'
import { everyOutput, namedOutputs, rowsOutputs, valueOutputs } from './output-tree.ts'

type Node =
  | { readonly kind: 'value'; readonly leaf: string }
  | { readonly kind: 'rows'; readonly leaf: string; readonly fields: readonly Node[] }

const value = (leaf: string): Node => ({ kind: 'value', leaf })
const rows = (leaf: string, ...fields: readonly Node[]): Node => ({ kind: 'rows', leaf, fields })
const tree = [value('a'), rows('b', value('c'), rows('d', value('e'), rows('f', value('g')))), value('h')]

const leavesOf = (nodes: readonly Node[]): string => nodes.map(({ leaf }) => leaf).join('')

test('every output is found at any depth, rows before what is in them', () => {
  expect(leavesOf(everyOutput(tree))).toBe('abcdefgh')
  expect(leavesOf(valueOutputs(tree))).toBe('acegh')
  expect(leavesOf(rowsOutputs(tree))).toBe('bdf')
  expect(namedOutputs(tree).map(({ name }) => name)).toEqual([
    'a',
    'b',
    'b.c',
    'b.d',
    'b.d.e',
    'b.d.f',
    'b.d.f.g',
    'h',
  ])
})
