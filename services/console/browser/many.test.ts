import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { chromiumPath } from './chromium.ts'
import { useConsole } from './console-session.ts'
import { seen } from './seen.ts'

const Skills = z.object({ data: z.array(z.object({ id: z.string(), functionName: z.string() })) })
const Items = z.object({ data: z.array(z.object({ id: z.string() })) })

describe.skipIf(chromiumPath === undefined)('where there are more than one page or one answer holds', () => {
  const { open, api, firstAgent } = useConsole()
  beforeAll(async () => {
    for (let at = 0; at < 101; at += 1) await api('POST', '/agents', { name: `Agent ${at}` })
    const agent = await agentCalled('demo')
    const skills = Skills.parse(await api('GET', `/agents/${agent}/skills`)).data
    const reads = skills.find(({ functionName }) => functionName === 'find_caller_at_the_clinic')
    const params = { caller_phone: '+31612345678' }
    await api('POST', `/agents/${agent}/skills/${reads?.id}/execute`, { params })
    const ticket = { customer_id: 'cus_101', subject: 'Lamp', message: 'It blinks' }
    for (let at = 0; at < 103; at += 1)
      await api('POST', `/agents/${agent}/skills/open_a_ticket/execute`, { params: ticket })
  })

  const agentCalled = async (name: string): Promise<string> => {
    const Agents = z.object({ data: z.array(z.object({ id: z.string(), name: z.string() })) })
    const { data } = Agents.parse(await api('GET', '/agents?limit=500'))
    return data.find((agent) => agent.name === name)?.id ?? firstAgent()
  }

  test('agents show their last 24 hours, and the first page those that were called', async () => {
    const page = await open('/agents')
    await seen(page.getByText('showing 50 of 102'))
    const more = page.getByRole('button', { name: 'Show more' })
    await more.click()
    await seen(page.getByText('showing 100 of 102'))
    await more.click()
    await seen(page.getByText('showing 102 of 102'))
    await seen(page.getByRole('link', { name: /demo.*1 call in 24 h/ }))
    await seen(page.getByRole('link', { name: /Agent 100.*0 calls in 24 h/ }))
    await page.goto(new URL('/', page.url()).href)
    await seen(page.getByText('Calls of the last 24 hours').or(page.getByText('Your first minute')))
    const answers: unknown = await page.evaluate(
      `performance.getEntriesByType('resource').filter(({ name }) => name.includes('/stats/')).map(({ responseStatus }) => responseStatus)`,
    )
    expect(answers).not.toContain(400)
  })

  test('what waits behind the first page of the inbox is open at its address, and reached by keys', async () => {
    const first = z
      .object({ data: Items.shape.data, meta: z.object({ nextCursor: z.string() }) })
      .parse(await api('GET', '/review?limit=100'))
    const behind = Items.parse(await api('GET', `/review?limit=100&cursor=${first.meta.nextCursor}`)).data
    const [one] = behind
    const page = await open(`/review?item=${one?.id}`)
    await seen(page.getByRole('button', { name: /^Approve/ }))
    await page.goto(new URL(`/review?item=${first.data[99]?.id}`, page.url()).href)
    await seen(page.getByRole('button', { name: /^Approve/ }))
    // The open row is in sight, wherever it stands.
    const open99 = page.locator('[role="option"][aria-selected="true"]')
    await expect.poll(() => open99.getAttribute('aria-posinset')).toBe('100')
    await expect
      .poll(() => open99.evaluate((row) => row.getBoundingClientRect().top < innerHeight))
      .toBe(true)
    await page.keyboard.press('j')
    await expect.poll(() => open99.getAttribute('aria-setsize')).toBe('103')
    await page.keyboard.press('j')
    await page.waitForURL(new RegExp(`item=${one?.id}`))
  })

  test('secrets behind the first page are reached', async () => {
    for (let at = 0; at < 51; at += 1) await api('POST', '/secrets', { name: `Secret ${at}`, value: 'v' })
    const page = await open('/settings/secrets')
    await seen(page.getByText('showing 50 of 51'))
    await page.getByRole('button', { name: 'Show more' }).click()
    await seen(page.getByText('showing 51 of 51'))
  })
})
