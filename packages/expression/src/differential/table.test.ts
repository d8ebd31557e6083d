import { describe, expect, test } from 'vitest'
import type { Json } from '@bindery/model'
import table from './cases.json' with { type: 'json' }
import { judge } from './oracle.ts'

/** One construct or function after another, over an object with every shape that JSONata treats in its own way. */
const order: Json = table.order
/** JSONata wraps an input that is a list. */
const list: Json = table.list

const rows: readonly (readonly [string, string, Json])[] = [
  ...Object.entries(table.cases).flatMap(([topic, texts]) =>
    texts.map((text) => [topic, text, order] as const),
  ),
  ...table.listCases.map((text) => ['a list as input', text, list] as const),
]

describe('gives what JSONata gives', () => {
  test.each(rows)('%s: %s', async (_, text, input) => {
    const { ours, theirs } = await judge(text, input)
    if (theirs !== 'changed its input') expect(ours).toBe(theirs)
  })
})
