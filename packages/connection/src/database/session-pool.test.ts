import { PlatformError, type SqlRows, type SqlStatement } from '@bindery/model'
import { expect, test } from 'vitest'
import { gate } from '../testing/gate.ts'
import { sessionLost } from './database-failure.ts'
import type { OpenSession, SessionMode } from './session.ts'
import { SessionPool } from './session-pool.ts'

const rows: SqlRows = { columns: [], rows: [], affected: 0 }

/** Sessions that are counted, and end statements as they are told to. */
function world() {
  const opened: SessionMode[] = []
  const closed: number[] = []
  const open: OpenSession = async (mode) => {
    const number = opened.push(mode)
    let isUsable = true
    return {
      get isUsable() {
        return isUsable
      },
      run: async ({ text }) => {
        if (text === 'lost') isUsable = false
        if (text === 'lost') throw sessionLost()
        if (text === 'refused') throw new PlatformError('upstream_error', 'no', { sent: 'no' })
        await held.get(text)
        return rows
      },
      close: () => {
        if (isUsable || !closed.includes(number)) closed.push(number)
        isUsable = false
      },
    }
  }
  const held = new Map<string, Promise<void>>()
  const pool = new SessionPool(open)
  const run = (
    text: string,
    effect: SqlStatement['effect'] = 'read',
    signal = new AbortController().signal,
  ) =>
    pool.run({ text, values: [], effect, maxRows: 1 }, signal).then(
      () => 'ran',
      (error: unknown) => (error instanceof PlatformError ? [error.code, error.details.sent] : error),
    )
  const hold = (text: string) => {
    const { opened: until, open: release } = gate()
    held.set(text, until)
    return release
  }
  return { pool, run, hold, opened, closed }
}

test('a session is used again for its own mode, and never for the other one', async () => {
  const { run, opened, closed } = world()
  for (const effect of ['read', 'create', 'read', 'delete', 'read'] as const) await run('x', effect)
  expect({ opened, closed }).toEqual({ opened: ['read', 'write'], closed: [] })
})

test('a session that is not known to be sound is closed, one that refused a statement is kept', async () => {
  const { run, opened, closed } = world()
  expect([await run('refused'), await run('x'), opened.length]).toEqual([['upstream_error', 'no'], 'ran', 1])
  expect([await run('lost'), closed]).toEqual([['upstream_unreachable', 'maybe'], [1]])
  expect([await run('x'), opened.length]).toEqual(['ran', 2])
})

test('no fifth session stands beside four: the one of the other mode unused for longest is closed', async () => {
  const { run, hold, opened, closed } = world()
  const release = hold('slow')
  const reads = [1, 2, 3, 4].map(() => run('slow'))
  release()
  await Promise.all(reads)
  await run('x', 'create')
  expect({ opened, closed }).toEqual({ opened: ['read', 'read', 'read', 'read', 'write'], closed: [1] })
  await run('x', 'create')
  expect({ opened: opened.length, closed }).toEqual({ opened: 5, closed: [1] })
})

test('a call that is over opens nothing', async () => {
  const { run, opened } = world()
  expect([await run('x', 'create', AbortSignal.abort()), opened]).toEqual([['upstream_timeout', 'no'], []])
})

test('a deadline ends the session under a statement: nobody knows whether a write happened', async () => {
  const { pool, run, hold, closed } = world()
  const release = hold('slow')
  const given = new AbortController()
  const running = run('slow', 'create', given.signal)
  await new Promise(setImmediate)
  expect(pool.isIdle).toBe(false)
  given.abort()
  expect(closed).toEqual([1])
  release()
  await running
  expect([await run('x', 'create'), pool.isIdle]).toEqual(['ran', true])
})

test('a signal that aborts after its statement closes no session of others', async () => {
  const { run, closed } = world()
  const given = new AbortController()
  await run('x', 'read', given.signal)
  given.abort()
  expect([await run('x'), closed]).toEqual(['ran', []])
})

test('a closed pool closes what is idle and what runs, and keeps nothing that ends later', async () => {
  const { pool, run, hold, opened, closed } = world()
  const release = hold('slow')
  await run('x', 'create')
  const running = run('slow')
  await new Promise(setImmediate)
  pool.close()
  expect(new Set(closed)).toEqual(new Set([1, 2]))
  release()
  await running
  await run('x')
  expect({ opened: opened.length, closed: closed.length }).toEqual({ opened: 3, closed: 3 })
})

test.each([
  ['a refusal of ours', new PlatformError('egress_blocked', 'no', { sent: 'no' }), ['egress_blocked', 'no']],
  ['an error of the network', new Error('x'), ['upstream_unreachable', 'no']],
])('%s while a session opens means that nothing was sent, and takes no place', async (_, error, outcome) => {
  const pool = new SessionPool(() => Promise.reject(error))
  const run = () =>
    pool
      .run({ text: 'x', values: [], effect: 'create', maxRows: 1 }, new AbortController().signal)
      .catch((thrown: unknown) =>
        thrown instanceof PlatformError ? [thrown.code, thrown.details.sent] : thrown,
      )
  for (let n = 0; n < 6; n++) expect(await run()).toEqual(outcome)
  expect(pool.isIdle).toBe(true)
})
