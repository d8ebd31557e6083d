import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { chromiumPath } from './chromium.ts'
import { useConsole } from './console-session.ts'
import { seen } from './seen.ts'

const Skills = z.object({ data: z.array(z.object({ id: z.string(), functionName: z.string() })) })

describe.skipIf(chromiumPath === undefined)('what ran', () => {
  const { open, api, firstAgent } = useConsole()

  /** Calls a live read of the demo; without parameters it may fail, and is listed all the same. */
  const call = async (params: object): Promise<void> => {
    const agent = await firstAgent()
    const [skill] = Skills.parse(await api('GET', `/agents/${agent}/skills`)).data
    await api('POST', `/agents/${agent}/skills/${skill?.id}/execute`, { params })
  }
  const rowsOf = (page: Page) => page.locator('main a[href^="/activity/"]')

  test('new calls are told of and counted, and come when they are asked for', async () => {
    await call({})
    const page = await open('/activity')
    await seen(rowsOf(page))
    const before = await rowsOf(page).count()
    await page.getByRole('switch', { name: 'Live' }).click()
    await page.waitForURL(/live=on/)
    await seen(page.getByText('Following.'))
    for (let times = 0; times < 3; times += 1) await call({})
    const news = page.getByRole('status').filter({ hasText: '3 new' })
    await seen(news)
    await expect.poll(() => rowsOf(page).count()).toBe(before)
    await page.getByRole('button', { name: 'Show them' }).click()
    await expect.poll(() => rowsOf(page).count()).toBe(before + 3)
    await seen(page.getByText('Following.'))
  })

  test('of new calls those are counted that the list would have', async () => {
    const page = await open('/activity?live=on&channel=mcp')
    await seen(page.getByText('Following.'))
    const all = await open('/activity?live=on')
    await seen(all.getByText('Following.'))
    await call({})
    await seen(all.getByText('1 new'))
    await expect.poll(() => page.getByText('1 new').count()).toBe(0)
  })

  test('what the list is narrowed to stands in the address, and is cleared by one press', async () => {
    const page = await open('/activity')
    await page.getByLabel('Came by').selectOption('http')
    await page.waitForURL(/channel=http/)
    await page.getByLabel('Environment', { exact: true }).last().selectOption('development')
    await page.waitForURL(/environment=development/)
    await seen(page.getByText('No call fits.'))
    await page.getByLabel('From').fill('2026-01-01T00:00')
    await page.waitForURL(/from=2026|from=2025/)
    await page.getByRole('button', { name: 'Clear the filter' }).click()
    await expect.poll(() => new URL(page.url()).search).toBe('')
    await seen(rowsOf(page))
  })

  test('an address with dates that are none or reversed, or with endless words, shows a list or says why not', async () => {
    const endless = 'x'.repeat(10_000)
    const page = await open(`/activity?from=soon&agent=${endless}&status=denied%20&minMs=-1`)
    await seen(rowsOf(page))
    const reversed = await open('/activity?from=2026-06-01T00:00:00Z&to=2026-01-01T00:00:00Z')
    await seen(reversed.getByText('It begins after it ends'))
    await seen(reversed.getByText('No call fits.'))
  })

  test('agents show their last 24 hours, in bars and in words', async () => {
    const page = await open('/agents')
    const row = page.getByRole('link', { name: /demo.*calls in 24 h/ })
    await seen(row)
    // The ground of every hour and the bars of those with calls are one shape each.
    const ground = await row.locator('svg path').first().getAttribute('d')
    expect(ground?.match(/M/g)?.length).toBeGreaterThanOrEqual(24)
    await expect.poll(() => row.locator('svg path').nth(1).getAttribute('d')).toMatch(/^M/)
  })

  test('a year that is typed digit by digit stays in its field, and so does a number that is too large', async () => {
    const page = await open('/activity?from=2026-01-15T10:30:00.000Z')
    const from = page.getByLabel('From')
    await from.focus()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.type('2025')
    await page.waitForURL(/from=2025-01-15/)
    await expect.poll(() => from.inputValue()).toMatch(/^2025-01-15T/)
    const least = page.getByLabel('At least, in ms')
    await least.pressSequentially('36000000')
    await expect.poll(() => least.inputValue()).toBe('36000000')
    await seen(page.getByText('A whole number up to 3,600,000'))
    await page.getByRole('button', { name: 'Clear the filter' }).click()
    await expect.poll(() => from.inputValue()).toBe('')
  })

  test('a filter by an agent that is gone is said in its field', async () => {
    const page = await open(`/activity?agent=${'0'.repeat(8)}-0000-4000-8000-${'0'.repeat(12)}`)
    await seen(page.getByText('No call fits.'))
    await expect.poll(() => page.getByLabel('Agent', { exact: true }).inputValue()).toMatch(/^00000000-/)
  })

  test('a call that was stopped says by which gate and why, and leads to its skill', async () => {
    await api('POST', `/agents/${await firstAgent()}/skills/list_visits/execute`, { params: {} })
    const page = await open('/activity?status=denied')
    await rowsOf(page).filter({ hasText: 'list_visits' }).first().click()
    await seen(page.getByText('The gate input stopped it before anything was sent.'))
    const told = page.getByRole('link', { name: 'What that means and what to do' })
    await expect.poll(() => told.getAttribute('href')).toBe('/docs/errors/validation_error')
    await page.getByRole('link', { name: 'Open the skill' }).click()
    await page.waitForURL(/bindings\//)
  })
})
