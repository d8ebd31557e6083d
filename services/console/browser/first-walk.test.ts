import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath } from './chromium.ts'
import { useConsole } from './console-session.ts'
import { countClicks } from './count-clicks.ts'
import { type OwnProvider, startOwnProvider } from './own-provider.ts'
import { seen } from './seen.ts'

describe.skipIf(chromiumPath === undefined)('somebody who has never seen it', () => {
  const { open, api, firstAgent } = useConsole()
  let provider: OwnProvider | undefined
  beforeAll(async () => {
    provider = await startOwnProvider()
  })
  afterAll(() => provider?.close())

  test('goes from a document of their own to a published skill in eight clicks', async () => {
    const page = await open('/providers')
    const clicks = await countClicks(page)
    await page.getByRole('button', { name: 'Connect a provider' }).click()
    await page.getByLabel('Use your own API').fill(provider?.document ?? '')
    await page.getByRole('button', { name: 'Detect' }).click()
    await seen(page.getByText('Harbour Library'))
    await page.getByLabel(/key/i).first().fill('open-sesame')
    await page.getByRole('button', { name: 'Connect and discover' }).click()
    // The schema opens at the only operation.
    await page.getByRole('button', { name: 'Bind' }).click()
    await page.getByLabel('word', { exact: true }).fill('tides')
    await page.getByRole('button', { name: 'Test', exact: true }).click()
    await seen(page.getByRole('region', { name: 'Test' }).getByText('Harbours'))
    expect(provider?.asked.at(-1)).toBe('/books?word=tides')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: 'Enable', exact: true }).click()
    await page.getByRole('button', { name: /^Publish version/ }).click()
    await seen(page.getByText(/^version \d+ is live$/))
    await expect.poll(() => clicks()).toBe(8)
    const tools = JSON.stringify(await api('GET', `/agents/${await firstAgent()}/tools`))
    expect(tools).toContain('find_books_by_a_word_of_their_title')
  })

  test('approves a call that waits by two clicks', async () => {
    const agent = `/agents/${await firstAgent()}`
    const waiting = await api('POST', `${agent}/skills/open_a_ticket/execute`, {
      params: { customer_id: 'cus_101', subject: 'Router', message: 'It blinks' },
    })
    expect(waiting).toMatchObject({ data: { status: 'confirmation_required' } })
    const page = await open('/')
    const clicks = await countClicks(page)
    await page
      .getByRole('link', { name: /^Review/ })
      .first()
      .click()
    await seen(page.getByText('Open a ticket for customer cus_101'))
    await page.getByRole('button', { name: 'Approve' }).click()
    await expect.poll(() => clicks()).toBe(2)
    // Production asks for its name, once.
    await page.getByLabel('Name of the environment').fill('production')
    await page.getByRole('button', { name: 'Confirm' }).click()
    await seen(page.getByText('Approved and made.'))
    await seen(page.getByText('Nothing waits for you.'))
  })
})
