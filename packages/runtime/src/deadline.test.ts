import { once } from 'node:events'
import { expect, test } from 'vitest'
import { startDeadline } from './deadline.ts'

test('gives what the work gives, when it is in time', async () => {
  const deadline = startDeadline(1000)
  expect(await deadline.within(Promise.resolve('done'))).toBe('done')
  await expect(deadline.within(Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  deadline.clear()
})

test('ends work that does not listen, and tells work that does', async () => {
  const deadline = startDeadline(20)
  await expect(deadline.within(new Promise(() => undefined))).rejects.toMatchObject({
    code: 'upstream_timeout',
    details: { reason: 'deadline', sent: 'maybe' },
  })
  expect(deadline.signal.reason).toMatchObject({ name: 'TimeoutError' })
  deadline.clear()
})

test('a deadline that nobody waits for only fires its signal', async () => {
  const deadline = startDeadline(5)
  await once(deadline.signal, 'abort')
  expect(deadline.signal.aborted).toBe(true)
  deadline.clear()
})

test('a signal is used again only when it is unused: not fired, and nobody listens', () => {
  const first = startDeadline(1000)
  first.clear()
  const second = startDeadline(1000)
  expect(second.signal).toBe(first.signal)
  second.signal.addEventListener('abort', () => undefined)
  second.clear()
  const third = startDeadline(1000)
  expect(third.signal).not.toBe(second.signal)
  third.clear()
})
