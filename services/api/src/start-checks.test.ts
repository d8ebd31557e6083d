import { expect, it } from 'vitest'
import { StartChecks } from './start-checks.ts'
import { startTestServer } from './testing/test-server.ts'

it('is ready when what a start prepares is there, and alive before', async () => {
  const startChecks = new StartChecks()
  const release = startChecks.hold('start', 'The demo is being prepared.')
  const server = await startTestServer({ startChecks })
  const ask = async (path: string) => {
    const answer = await fetch(server.address + path)
    return { status: answer.status, body: await answer.text() }
  }
  expect(await ask('/readyz')).toMatchObject({
    status: 503,
    body: expect.stringContaining('The demo is being prepared.'),
  })
  expect([(await ask('/livez')).status, (await ask('/health')).status]).toEqual([200, 200])
  release()
  expect((await ask('/readyz')).status).toBe(200)
  await server.close()
})
