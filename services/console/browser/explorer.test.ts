import { beforeAll, describe, expect, test } from 'vitest'
import { findingsOf } from './axe.ts'
import { chromiumPath } from './chromium.ts'
import { useConsole } from './console-session.ts'
import { hostileText, largeDocument } from './large-document.ts'
import { widthOf } from './width-of.ts'
import { seen } from './seen.ts'

/** Elements that any page may have. */
const mostElements = 1500

describe.skipIf(chromiumPath === undefined)('the explorer of a provider with 10,000 operations', () => {
  const { open, api, discover, firstAgent } = useConsole()
  beforeAll(async () => {
    const environments = { development: { baseUrl: 'http://127.0.0.1:9' } }
    await api('POST', '/integrations', { kind: 'large', name: 'Large', type: 'openapi', environments })
    await api('PUT', '/integrations/large/source', JSON.parse(largeDocument(10_000)))
    await discover('large', 'development')
    const discovered = await api('GET', '/integrations/large')
    expect(discovered).toMatchObject({ data: { counts: { operations: 10_000 } } })
  })

  test('shows the rows in sight only, finds by words, and comes back to the same list', async () => {
    const page = await open('/providers/large/schema/operations')
    await seen(page.getByText('showing 10,000 of 10,000'))
    expect(Number(await page.evaluate('document.querySelectorAll("*").length'))).toBeLessThan(mostElements)
    await page.getByRole('searchbox', { name: 'Search operations' }).fill('number 4321')
    await seen(page.getByText('showing 1 of 10,000'))
    await page.getByRole('listbox', { name: 'Operations' }).getByRole('option').first().click()
    await seen(page.getByRole('heading', { name: 'Thing number 4321' }))
    await page.waitForURL(/operations\/thing_4321\?q=number/)
    await page.reload()
    await seen(page.getByText('showing 1 of 10,000'))
    await expect
      .poll(() => page.getByRole('searchbox', { name: 'Search operations' }).inputValue())
      .toBe('number 4321')
  })

  test('goes through the list by keys, and the row that is open keeps its place', async () => {
    const page = await open('/providers/large/schema/operations')
    const list = page.getByRole('listbox', { name: 'Operations' })
    await list.focus()
    await page.keyboard.press('End')
    // By name the one of 300 characters is the last.
    await seen(page.getByRole('heading', { name: 'Thing number 7', exact: true }))
    const active = await list.getAttribute('aria-activedescendant')
    await expect.poll(() => page.locator(`[id="${active}"]`).getAttribute('aria-posinset')).toBe('10000')
    await page.keyboard.press('/')
    await page.keyboard.type('thing_12')
    await expect
      .poll(() => page.getByRole('searchbox', { name: 'Search operations' }).inputValue())
      .toBe('thing_12')
  })

  test('what a provider says is text, and marked where it reads like an instruction', async () => {
    const page = await open('/providers/large/schema/operations/thing_100')
    await seen(page.getByText(hostileText))
    await seen(page.getByText('reads like an instruction'))
    await expect.poll(() => page.locator('main img').count()).toBe(0)
    await expect.poll(() => page.title()).not.toBe('1')
  })

  test('long names and other scripts break nothing, on a phone too', async () => {
    for (const width of [1280, 375]) {
      const page = await open(`/providers/large/schema/operations/thing_${'x'.repeat(294)}`, { width })
      await seen(page.getByRole('heading', { name: 'Thing number 7' }))
      expect(await widthOf(page)).toBeLessThanOrEqual(width)
      expect(await findingsOf(page)).toEqual([])
      await page.close()
    }
  })

  test('an endless title and an argument of 300 characters are bound like any other', async () => {
    const agentId = await firstAgent()
    const page = await open(`/agents/${agentId}/bindings/new?provider=large&operation=thing_9`)
    await seen(page.getByRole('region', { name: 'Problems' }).getByText('none'))
    const name = await page.getByRole('textbox', { name: 'Name for agents' }).inputValue()
    expect(name).toMatch(/^Thing of many words .* words$/)
    expect(name.length).toBeLessThanOrEqual(120)
    const row = await page.locator('[class*="argument"]').filter({ hasText: 'id_xxx' }).first().boundingBox()
    expect(row?.height).toBeLessThan(120)
    expect(await findingsOf(page)).toEqual([])
  })

  test('an object that is blocked is gone, is listed where it was blocked, and comes back', async () => {
    const page = await open('/providers/clinic/schema/objects/Practitioner')
    await page.getByRole('button', { name: 'Block' }).click()
    await seen(page.getByText('Practitioner is blocked'))
    await seen(page.getByText('showing 7 of 7'))
    await page.getByRole('link', { name: 'Harbour Clinic (demo)' }).click()
    await page.getByRole('region', { name: 'Blocked' }).getByRole('button', { name: 'Unblock' }).click()
    await expect.poll(() => page.getByRole('region', { name: 'Blocked' }).count()).toBe(0)
  })
})
