import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Connection, type HttpRequest, PlatformError } from '@bindery/model'
import { expect, test } from 'vitest'
import { AnswerTurns, largeAnswer } from './answer-turns.ts'

const request: HttpRequest = {
  method: 'GET',
  path: '/',
  query: '',
  headers: [],
  effect: 'read',
  maxResponseBytes: 10_000_000,
}

/** Asks a provider that answers so many bytes at once, and says which organisations read theirs, in order. */
function world() {
  const turns = new AnswerTurns(() => false)
  const read: string[] = []
  const ask = async (organization: string, bytes: number, effect: HttpRequest['effect'] = 'read') => {
    const connection: Connection = {
      environment: 'production',
      fetch: () => Promise.resolve({ status: 200, headers: new Map(), body: new Uint8Array(bytes) }),
      database: () => Promise.reject(new Error('none')),
      documents: () => Promise.resolve([]),
    }
    await turns.over(connection, organization).fetch({ ...request, effect }, new AbortController().signal)
    read.push(organization)
  }
  return { ask, read }
}

test('large answers are read one in each turn of the loop, organisation after organisation', async () => {
  const { ask, read } = world()
  const all = [...Array.from({ length: 4 }, () => ask('noisy', largeAnswer)), ask('quiet', largeAnswer)]
  await nextTurn()
  expect(read.length).toBeLessThan(all.length)
  await Promise.all(all)
  expect(read.indexOf('quiet')).toBeLessThanOrEqual(2)
})

test.each([
  ['a small answer', largeAnswer - 1, 'read'],
  ['the answer of a write', largeAnswer, 'create'],
] as const)('%s waits for nobody', async (_, bytes, effect) => {
  const { ask, read } = world()
  const large = Array.from({ length: 10 }, () => ask('noisy', largeAnswer))
  await ask('quiet', bytes, effect)
  expect(read.filter((name) => name === 'noisy').length).toBeLessThan(5)
  await Promise.all(large)
})

test('too many of one organisation are refused, and none of another', async () => {
  const { ask } = world()
  const outcome = (work: Promise<void>) =>
    work.then(
      () => 'read',
      (error: unknown) => (error instanceof PlatformError ? error.code : 'another failure'),
    )
  const noise = Array.from({ length: 80 }, () => outcome(ask('noisy', largeAnswer)))
  expect(await outcome(ask('quiet', largeAnswer))).toBe('read')
  const outcomes = await Promise.all(noise)
  expect([...new Set(outcomes)].sort()).toEqual(['overloaded', 'read'])
})
