import { expect, test } from 'vitest'
import { readJobEvent } from './job-events.ts'
import { follow, nothingTold, percentOf } from './progress.ts'

const told = [
  ['phase', { name: 'fetch', done: 1, total: 1 }, 'read', 10],
  ['phase', { name: 'read', done: 0, total: 1 }, 'read', 10],
  ['count', { operationCount: 412, objectCount: 38 }, 'read', 10],
  ['phase', { name: 'store', done: 225, total: 450 }, 'store', 68],
  ['log', { message: 'more' }, 'store', 68],
  ['phase', { name: 'store', done: 450, total: 450 }, 'compare', 95],
  ['phase', { name: 'compare', done: 50, total: 120 }, 'compare', 97],
  ['done', { summary: { operationCount: 412, objectCount: 38, unchanged: false } }, 'compare', 100],
] as const

test('a discovery that tells of itself goes forward and never back', () => {
  let progress = nothingTold
  const seen = told.map(([name, data]) => {
    const event = readJobEvent(name, JSON.stringify(data))
    if (event !== undefined) progress = follow(progress, event)
    return [progress.stage, percentOf(progress)]
  })
  expect(seen).toEqual(told.map(([, , stage, percent]) => [stage, percent]))
  expect(progress).toMatchObject({
    held: { operations: 412, objects: 38 },
    remarks: [{ message: 'more' }],
    end: { name: 'done', operations: 412, objects: 38, unchanged: false },
  })
})

test.each(['', 'null', '[]', '"text"', '{'])('what is no event is passed over: %s', (data) =>
  expect(readJobEvent('phase', data)).toBeUndefined(),
)

test('what ended a discovery is told in the words of the server', () => {
  const data = JSON.stringify({ problem: { code: 'document_unreadable', detail: 'It is no JSON.' } })
  expect(readJobEvent('error', data)).toEqual({
    name: 'error',
    code: 'document_unreadable',
    detail: 'It is no JSON.',
  })
})
