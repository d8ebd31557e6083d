import { randomUUID } from 'node:crypto'
import type { OrganizationId } from '@bindery/model'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { appendJobEvent, cancelJob, claimJob, extendLease } from '../statements/job-steps.ts'
import { addOrganization, openEveryStore } from '../testing/every-database.ts'
import { insertIntegration } from './integrations.ts'
import { findJob, finishJob, insertJob, listJobEvents, releaseJob } from './jobs.ts'

const stores = await openEveryStore()
afterAll(() => Promise.all(stores.map((entry) => entry.close())))

describe.each(stores)('jobs on the $name', ({ store }) => {
  let organizationId: OrganizationId
  let integrationId: string

  beforeEach(async () => {
    await store.run('platform', (transaction) => transaction.raw('delete from jobs'))
    organizationId = await addOrganization(store)
    integrationId = randomUUID()
    await store.run(organizationId, (transaction) =>
      insertIntegration(transaction, {
        organizationId,
        id: integrationId,
        kind: 'clinic',
        name: 'Clinic',
        description: undefined,
        type: 'openapi',
        source: { from: 'nowhere' },
      }),
    )
  })

  const queue = async (): Promise<string> => {
    const id = randomUUID()
    await store.run(organizationId, (transaction) =>
      insertJob(transaction, {
        organizationId,
        id,
        integrationId,
        environment: 'production',
        actor: 'key:Test',
      }),
    )
    return id
  }
  const claim = (owner: string) => store.run('platform', (transaction) => claimJob(transaction, owner))
  const extend = (id: string, owner: string) =>
    store.run(organizationId, (transaction) => extendLease(transaction, id, owner))
  const statusOf = async (id: string) =>
    (await store.run(organizationId, (transaction) => findJob(transaction, id)))?.status
  const outcomeOf = async (id: string) =>
    (await store.run(organizationId, (transaction) => findJob(transaction, id)))?.outcome
  const expireLeases = () =>
    store.run('platform', (transaction) =>
      transaction.raw("update jobs set lease_until = now() - interval '1 second' where status = 'running'"),
    )
  const finish = (id: string, owner: string, status: 'done' | 'cancelled' = 'done') =>
    store.run(organizationId, (transaction) => finishJob(transaction, id, { owner, status, outcome: {} }))

  it('gives the oldest job first, and nothing when none waits', async () => {
    const [first, second] = [await queue(), await queue()]
    const owner = randomUUID()
    const claimed = [await claim(owner), await claim(owner), await claim(owner)].map((job) => job?.id)
    expect(claimed).toEqual([first, second, undefined])
  })

  it('gives each job to one worker, however many ask at once', async () => {
    const jobs = await Promise.all(Array.from({ length: 5 }, queue))
    const claims = await Promise.all(Array.from({ length: 20 }, () => claim(randomUUID())))
    const taken = claims.flatMap((job) => (job === undefined ? [] : [job.id]))
    // A claim that meets a row which another one holds may come back empty; the next one finds it.
    const rest: string[] = []
    for (let job = await claim(randomUUID()); job !== undefined; job = await claim(randomUUID()))
      rest.push(job.id)
    expect([...taken, ...rest].sort()).toEqual(jobs.sort())
  })

  it('leaves a job to its worker while the lease lasts, and to another one afterwards', async () => {
    const id = await queue()
    const [first, second] = [randomUUID(), randomUUID()]
    await claim(first)
    expect(await claim(second)).toBeUndefined()
    await expireLeases()
    expect((await claim(second))?.id).toBe(id)
    expect([await extend(id, first), await extend(id, second)]).toEqual([
      undefined,
      { isCancelRequested: false },
    ])
  })

  it('lets a worker that lost its job neither end it nor say how it ended', async () => {
    const id = await queue()
    const [first, second] = [randomUUID(), randomUUID()]
    await claim(first)
    await expireLeases()
    await claim(second)
    await finish(id, first, 'cancelled')
    expect(await statusOf(id)).toBe('running')
    await finish(id, second)
    expect(await statusOf(id)).toBe('done')
  })

  it('gives a released job to the next worker at once, and releases no job of another worker', async () => {
    const id = await queue()
    const [first, second] = [randomUUID(), randomUUID()]
    const release = (owner: string) =>
      store.run(organizationId, (transaction) => releaseJob(transaction, id, owner))
    await claim(first)
    await release(second)
    expect(await claim(second)).toBeUndefined()
    await release(first)
    expect((await claim(second))?.id).toBe(id)
  })

  it('extends the lease of a job that would have run out', async () => {
    const id = await queue()
    const owner = randomUUID()
    await claim(owner)
    await expireLeases()
    await extend(id, owner)
    expect(await claim(randomUUID())).toBeUndefined()
  })

  it('ends a waiting job at once, and asks a running one to end', async () => {
    const cancel = (id: string) =>
      store.run(organizationId, (transaction) => cancelJob(transaction, id, { code: 'x' }))
    const running = await queue()
    const owner = randomUUID()
    await claim(owner)
    const waiting = await queue()
    expect([await cancel(running), await cancel(waiting)]).toEqual(['running', 'cancelled'])
    expect([await statusOf(running), await statusOf(waiting)]).toEqual(['running', 'cancelled'])
    expect(await outcomeOf(waiting)).toEqual({ code: 'x' })
    expect(await extend(running, owner)).toEqual({ isCancelRequested: true })
    expect(await claim(randomUUID())).toBeUndefined()
    await finish(running, owner, 'cancelled')
    expect([await cancel(running), await cancel(waiting)]).toEqual([undefined, undefined])
  })

  it('numbers events without gaps and gives those after the last one seen', async () => {
    const jobId = await queue()
    for (const n of [1, 2, 3]) {
      await store.run(organizationId, (transaction) =>
        appendJobEvent(transaction, { organizationId, jobId, name: 'log', data: { n } }),
      )
    }
    const after = (sequence: number) =>
      store.run(organizationId, (transaction) => listJobEvents(transaction, jobId, sequence))
    expect(await after(1)).toEqual([
      { sequence: 2, name: 'log', data: { n: 2 } },
      { sequence: 3, name: 'log', data: { n: 3 } },
    ])
    expect(await after(3)).toEqual([])
  })
})
