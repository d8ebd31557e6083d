import { describe, expect, it } from 'vitest'
import { newOrganizationId } from './ids.ts'
import { RunCache } from './run-cache.ts'

const organization = newOrganizationId()
const failing = () => Promise.reject(new Error('broken'))

/** Answers with how often it was asked. */
const counter = () => {
  let asked = 0
  return async (): Promise<number> => (asked += 1)
}

describe('a load that fails', () => {
  it('takes no place: what is kept stays, however many fail', async () => {
    const cache = new RunCache<number>(() => 0)
    const load = counter()
    await cache.get(organization, 'kept', load)
    for (let n = 0; n <= 10_000; n += 1) await cache.get(organization, `failing ${n}`, failing).catch(() => 0)
    expect(await cache.get(organization, 'kept', load)).toBe(1)
  })

  it('takes nothing away that came later', async () => {
    let now = 0
    const cache = new RunCache<number>(() => now)
    let fail: () => void = () => undefined
    const slow = cache.get(
      organization,
      'a',
      () => new Promise((_, reject) => (fail = () => reject(new Error('broken')))),
    )
    now = 2_000
    const load = counter()
    await cache.get(organization, 'a', load)
    fail()
    await expect(slow).rejects.toThrow('broken')
    expect(await cache.get(organization, 'a', load)).toBe(1)
  })
})

it('forgets everything when there is too much of it', async () => {
  const cache = new RunCache<number>(() => 0)
  const load = counter()
  await cache.get(organization, 'first', load)
  for (let n = 0; n < 10_000; n += 1) await cache.get(organization, `more ${n}`, async () => n)
  expect(await cache.get(organization, 'first', load)).toBe(2)
})
