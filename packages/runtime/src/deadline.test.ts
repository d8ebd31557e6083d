import { once } from 'node:events'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { startDeadline } from './deadline.ts'
import { failing } from './testing/failing.ts'
import { runSample, verdictOf } from './testing/run-sample.ts'
import { type Behaviour, ids, sampleSkill, sampleWorld, sampleWrite } from './testing/sample-run.ts'

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

test('a connection that opens after the deadline is not used', async () => {
  const quick = sampleSkill({ ...sampleWrite(), policy: { ...sampleWrite().policy, timeoutMs: 30 } })
  const world = sampleWorld()
  let open: () => void = () => undefined
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  const connect = async () => {
    await opened
    return world.ports.connect({
      organizationId: ids.organization,
      integration: 'desk',
      environment: 'production',
    })
  }
  const result = await runSample(quick, { world: { ...world, ports: { ...world.ports, connect } } })
  expect(verdictOf(result)).toBe('upstream_timeout')
  open()
  await nextTurn()
  expect(world.sent).toEqual([])
})

test('an adapter that hears the deadline may say more about it', async () => {
  const quick = sampleSkill({ policy: { ...sampleSkill().policy, timeoutMs: 30 } })
  const behaviour: Behaviour = (_, signal) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(failing.error('upstream_timeout', { reason: 'page_3' })))
    })
  const result = await runSample(quick, { world: sampleWorld(behaviour) })
  expect(result.status === 'failed' && result.error.details.reason).toBe('page_3')
})
