import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { gate } from '../testing/gate.ts'
import { Bulkhead } from './bulkhead.ts'

const limits = { inFlight: 2, queue: 1, waitMs: 30 }

test('runs as many at once as it may, then one after the other in order', async () => {
  const bulkhead = new Bulkhead({ ...limits, queue: 10, waitMs: 1000 })
  let running = 0
  let most = 0
  const order: number[] = []
  await Promise.all(
    [0, 1, 2, 3, 4].map((n) =>
      bulkhead.run(async () => {
        order.push(n)
        running += 1
        most = Math.max(most, running)
        await nextTurn()
        running -= 1
      }),
    ),
  )
  expect({ most, order, isIdle: bulkhead.isIdle }).toEqual({ most: 2, order: [0, 1, 2, 3, 4], isIdle: true })
})

test('refuses at once when the queue is full, and after a while in the queue', async () => {
  const bulkhead = new Bulkhead(limits)
  const { opened, open } = gate()
  const slow = [bulkhead.run(() => opened), bulkhead.run(() => opened)]
  const queued = bulkhead.run(() => opened)
  await expect(bulkhead.run(() => opened)).rejects.toMatchObject({
    code: 'overloaded',
    details: { sent: 'no' },
  })
  await expect(queued).rejects.toMatchObject({ code: 'overloaded' })
  open()
  await Promise.all(slow)
  expect(await bulkhead.run(() => Promise.resolve('free'))).toBe('free')
})

test('a failure gives its place back', async () => {
  const bulkhead = new Bulkhead({ inFlight: 1, queue: 0, waitMs: 1 })
  await expect(bulkhead.run(() => Promise.reject(new Error('x')))).rejects.toThrow('x')
  expect(await bulkhead.run(() => Promise.resolve('free'))).toBe('free')
})
