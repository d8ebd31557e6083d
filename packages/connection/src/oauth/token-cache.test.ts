import { Secret } from '@bindery/model'
import { expect, test } from 'vitest'
import { gate } from '../testing/gate.ts'
import { type IssuedToken, lifeOf } from './issued-token.ts'
import { TokenCache } from './token-cache.ts'

/** A cache on a clock that is set, and an endpoint that numbers its tokens. */
function world(life?: number, most?: number) {
  const clock = { nowMs: 1_000_000 }
  const cache = new TokenCache(() => clock.nowMs, most)
  let asked = 0
  const ask = async (): Promise<IssuedToken> => {
    asked += 1
    return { accessToken: new Secret(`t${asked}`), ...(life === undefined ? {} : lifeOf(life, clock.nowMs)) }
  }
  const get = async (name = 'a') => (await cache.get(name, ask)).accessToken.reveal()
  return { clock, cache, ask, get }
}

test.each([
  ['of an hour until a minute before its end', 3600, 3_539_999, 't1'],
  ['of an hour no longer', 3600, 3_540_000, 't2'],
  ['of ten seconds for eight of them', 10, 7_999, 't1'],
  ['of ten seconds no longer', 10, 8_000, 't2'],
  ['of unknown life for five minutes', undefined, 299_999, 't1'],
  ['of unknown life no longer', undefined, 300_000, 't2'],
])('a token %s is used again', async (...[, life, laterMs, expected]) => {
  const { clock, get } = world(life)
  await get()
  clock.nowMs += laterMs
  expect(await get()).toBe(expected)
})

test('callers at once wait for one request, and callers of other names do not share it', async () => {
  const { get } = world()
  expect(await Promise.all([get('a'), get('a'), get('b'), get('a')])).toEqual(['t1', 't1', 't2', 't1'])
})

test('a failure is told to everybody who waits for it, and is not kept', async () => {
  const { cache, get } = world()
  const failing = () => Promise.reject(new Error('no'))
  const both = await Promise.allSettled([cache.get('a', failing), cache.get('a', failing)])
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(await get()).toBe('t1')
})

test.each([
  ['one that is 5 s old is forgotten', 5_000, 't2'],
  ['a younger one is kept: the next would be refused too', 4_999, 't1'],
])('of tokens that the provider refused, %s', async (_, laterMs, expected) => {
  const { clock, cache, ask, get } = world()
  const token = await cache.get('a', ask)
  clock.nowMs += laterMs
  cache.refuse('a', token)
  expect(await get()).toBe(expected)
})

test('a refusal of a token from before, or of another name, forgets no newer one', async () => {
  const { clock, cache, ask, get } = world(10)
  const old = await cache.get('a', ask)
  clock.nowMs += 8_000
  const next = await cache.get('a', ask)
  clock.nowMs += 5_000
  cache.refuse('a', old)
  cache.refuse('b', next)
  expect(await get()).toBe('t2')
})

test('what begins with a prefix is forgotten, and nothing else', async () => {
  const { cache, get } = world()
  for (const name of ['o/1/a', 'o/1/b', 'o/2/a', 'x o/1/']) await get(name)
  cache.forget('o/1/')
  const names = ['o/2/a', 'x o/1/', 'o/1/a', 'o/1/b']
  const found: string[] = []
  for (const name of names) found.push(await get(name))
  expect(found).toEqual(['t3', 't4', 't5', 't6'])
})

test('holds no more tokens than it may', async () => {
  const { get } = world(undefined, 2)
  for (const name of ['a', 'b']) await get(name)
  expect(await get('a')).toBe('t1')
  await get('c')
  expect([await get('c'), await get('a')]).toEqual(['t3', 't4'])
})

test('a request under way when it is forgotten answers those who wait, and its token is not kept', async () => {
  const { cache, ask, get } = world()
  const [before, after] = [gate(), gate()]
  const waiting = cache.get('a', () => before.opened.then(ask))
  cache.forget('')
  const next = [cache.get('a', () => after.opened.then(ask)), cache.get('a', ask)]
  before.open()
  expect((await waiting).accessToken.reveal()).toBe('t1')
  after.open()
  const tokens = (await Promise.all(next)).map(({ accessToken }) => accessToken.reveal())
  expect([tokens, await get()]).toEqual([['t2', 't2'], 't2'])
})
