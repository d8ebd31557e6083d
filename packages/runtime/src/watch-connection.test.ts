import type { Connection } from '@bindery/model'
import { expect, test } from 'vitest'
import { type SendLog, watchConnection } from './watch-connection.ts'

const answer = { status: 200, headers: new Map(), body: new Uint8Array() }

const door: Connection = {
  environment: 'staging',
  fetch: () => Promise.resolve(answer),
  database: () => Promise.resolve({ columns: [], rows: [], affected: 1 }),
  documents: () => Promise.resolve([{ name: 'a', bytes: new Uint8Array() }]),
}

test('counts what goes out and keeps the first, without headers, query or values', async () => {
  const log: SendLog = { attempts: 0, writes: 0, first: undefined }
  const watched = watchConnection(door, log)
  const signal = AbortSignal.timeout(1000)
  const statement = { text: 'select 1', values: ['secret'], effect: 'read' as const, maxRows: 1 }
  expect(await watched.documents(signal)).toHaveLength(1)
  expect(log).toEqual({ attempts: 0, writes: 0, first: undefined })
  expect(await watched.database(statement, signal)).toMatchObject({ affected: 1 })
  const request = {
    method: 'GET',
    path: '/x',
    query: 'q=secret',
    headers: [],
    effect: 'read' as const,
    maxResponseBytes: 1,
  }
  expect(await watched.fetch(request, signal)).toBe(answer)
  expect(watched.environment).toBe('staging')
  expect(log).toEqual({ attempts: 2, writes: 0, first: { statement: 'select 1' } })
})

test('a question before a write is no write, and the write is what is kept', async () => {
  const log: SendLog = { attempts: 0, writes: 0, first: undefined }
  const habits = new Map<string, string>()
  const watched = watchConnection({ ...door, habits }, log)
  const request = { method: 'POST', query: '', headers: [], maxResponseBytes: 1 }
  const signal = AbortSignal.timeout(1000)
  await watched.fetch({ ...request, path: '/question', effect: 'read' }, signal)
  expect(log).toEqual({ attempts: 1, writes: 0, first: { method: 'POST', path: '/question' } })
  await watched.fetch({ ...request, path: '/write', effect: 'action' }, signal)
  expect(log).toEqual({ attempts: 2, writes: 1, first: { method: 'POST', path: '/write' } })
  expect(watched.habits).toBe(habits)
})

test('what a connection declares goes along', () => {
  const log: SendLog = { attempts: 0, writes: 0, first: undefined }
  const declared = { ...door, timezone: 'Europe/Amsterdam' }
  expect(Object.keys(watchConnection(declared, log)).sort()).toEqual(Object.keys(declared).sort())
  expect(watchConnection(declared, log).timezone).toBe('Europe/Amsterdam')
})
