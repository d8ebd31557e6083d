import type { Page, Route } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { chromiumPath } from './chromium.ts'
import { useConsole } from './console-session.ts'
import { seen } from './seen.ts'

const Made = z.object({ data: z.object({ id: z.string() }) })

describe.skipIf(chromiumPath === undefined)('an answer that comes late', () => {
  const { open, api, firstAgent } = useConsole()

  /** Whoever asks this from now on waits until the answer is let through. */
  const hold = async (page: Page, address: string, method: string): Promise<() => Promise<void>> => {
    const held: Route[] = []
    await page.route(address, (route) => {
      if (route.request().method() === method) held.push(route)
      else void route.continue()
    })
    return async () => {
      await expect.poll(() => held.length).toBe(1)
      await Promise.all(held.map((route) => route.continue()))
    }
  }

  test('is told and leads nobody away who has gone on meanwhile', async () => {
    const webhook = { url: 'http://127.0.0.1:9/late', events: ['agent.published'] }
    const { id } = Made.parse(await api('POST', '/webhooks', webhook)).data
    const page = await open(`/settings/webhooks/${id}`)
    const letThrough = await hold(page, `**/webhooks/${id}`, 'DELETE')
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('link', { name: 'Activity' }).first().click()
    await seen(page.getByRole('heading', { name: 'Activity' }))
    await letThrough()
    await seen(page.getByText('The webhook is deleted.'))
    await page.getByRole('switch', { name: 'Live' }).click()
    await page.waitForURL(/activity\?live=on/)
  })

  test('of a goal that was proposed leaves who reads on where they are', async () => {
    const agent = await firstAgent()
    const page = await open(`/agents/${agent}/auto?provider=clinic&goal=list the practitioners by name`)
    const letThrough = await hold(page, '**/bindings/auto', 'POST')
    await page.getByRole('button', { name: 'Propose' }).click()
    await page.getByRole('link', { name: 'Review' }).first().click()
    await seen(page.getByText('Nothing waits for you.'))
    await letThrough()
    // The draft has come: it is counted and listed, and not opened.
    await seen(page.getByRole('option', { name: /list the practitioners by name/ }))
    expect(page.url()).toMatch(/review$/)
  })

  test('of a skill that could not be switched says why, and can be left', async () => {
    const page = await open(`/agents/${await firstAgent()}`)
    await page.route('**/actions/*able', (route) => route.abort())
    const turn = page.getByRole('switch').first()
    await turn.click()
    await seen(page.getByRole('dialog').getByText('The server cannot be reached'))
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    await seen(turn)
  })
})
