import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { chromiumPath } from './chromium.ts'
import { useConsole } from './console-session.ts'
import { countClicks } from './count-clicks.ts'
import { makeDriftingProvider } from './drifting-provider.ts'
import { seen } from './seen.ts'

const NewKey = z.object({ data: z.object({ key: z.string() }) })
const Waiting = z.object({ data: z.object({ confirmationId: z.string() }) })

describe.skipIf(chromiumPath === undefined)('the inbox', () => {
  const { open, api, server, firstAgent } = useConsole()

  const ask = async (subject: string): Promise<string> => {
    const path = `/agents/${await firstAgent()}/skills/open_a_ticket/execute`
    const params = { customer_id: 'cus_101', subject, message: 'It blinks' }
    return Waiting.parse(await api('POST', path, { params })).data.confirmationId
  }

  test('a repair of a changed provider is drafted and published by three clicks, and nothing is left', async () => {
    const agent = await firstAgent()
    const provider = await makeDriftingProvider(api, agent, 'books')
    await provider.rename('"bookTitle"', '"book_title"')
    const page = await open('/')
    const clicks = await countClicks(page)
    await page.getByRole('link', { name: 'Review' }).first().click()
    await seen(page.getByText('book_title'))
    await seen(page.getByText('Draft repair puts it into the draft, where the skill stays enabled'))
    await page.getByRole('button', { name: 'Draft repair list_books' }).click()
    await seen(page.getByText('It is enabled. Publish to make it live.'))
    await page.getByRole('button', { name: /^Publish version/ }).click()
    await seen(page.getByText('is live.'))
    await expect.poll(() => clicks()).toBe(3)
    await expect.poll(() => api('GET', '/review')).toMatchObject({ data: [], meta: { counts: { drift: 0 } } })
    expect(JSON.stringify(await api('GET', `/agents/${agent}/tools`))).toContain('list_books')
  })

  test('a write that broke is accepted as it is, or repaired as a disabled draft that says so', async () => {
    const agent = await firstAgent()
    const provider = await makeDriftingProvider(api, agent, 'more_books')
    await provider.rename('"shelfMark"', '"shelf_mark"')
    const page = await open('/review?type=drift')
    await seen(page.getByText('It breaks: writes of it are stopped'))
    await page.getByRole('button', { name: 'Draft repair' }).click()
    await seen(page.getByText('It is disabled: enable it before you publish'))
    await page.getByRole('button', { name: /^Enable add_to_more_books/ }).click()
    await seen(page.getByRole('dialog').getByText('which changes something there'))
    await page.getByRole('dialog').getByRole('button', { name: 'Enable', exact: true }).click()
    await seen(page.getByText('It is enabled. Publish to make it live.'))
    await provider.rename('"shelf_mark"', '"place"')
    await page.goto(`${server().address}/review?type=drift`)
    await page.getByRole('button', { name: 'Accept' }).click()
    await seen(page.getByText('Accepted. The same change is not asked about again.'))
    await seen(page.getByText('Nothing waits for you.'))
    // Discovered again, the decision is remembered.
    await provider.rename('"place"', '"place"')
    await expect.poll(() => api('GET', '/review?type=drift')).toMatchObject({ data: [] })
  })

  test('what another person was faster with says so, and is gone from the list', async () => {
    const id = await ask('Two people')
    const [one, two] = [await open('/review?type=approval'), await open(`/review?item=${id}`)]
    for (const page of [one, two])
      await seen(page.getByRole('button', { name: 'Reject Open a ticket for customer cus_101' }))
    await one.getByRole('button', { name: 'Reject' }).click()
    await seen(one.getByText('Rejected. The agent is told.'))
    await two.getByRole('button', { name: 'Reject' }).click()
    await seen(
      two
        .getByText('The confirmation was rejected already.')
        .or(two.getByText('Somebody else has rejected it.'))
        .or(two.getByText('This does not wait any more')),
    )
    await two.reload()
    await seen(two.getByText('This does not wait any more'))
    await two.getByRole('button', { name: 'Back to the inbox' }).click()
    await seen(two.getByText('Nothing waits for you.'))
  })

  test('keys lead through it, and Enter decides nothing', async () => {
    const ids = [await ask('First'), await ask('Second')]
    const page = await open('/review')
    const rows = page.getByRole('listbox', { name: 'What waits' }).getByRole('option')
    await expect.poll(() => rows.count()).toBe(2)
    await page.keyboard.press('j')
    await expect.poll(() => rows.nth(1).getAttribute('aria-selected')).toBe('true')
    await page.keyboard.press('k')
    await expect.poll(() => rows.nth(0).getAttribute('aria-selected')).toBe('true')
    await seen(page.getByRole('button', { name: /^Approve/ }))
    await page.keyboard.press('Enter')
    await expect
      .poll(() => page.evaluate('document.activeElement.textContent'))
      .toContain('Approve Open a ticket')
    for (const id of ids) await api('POST', `/confirmations/${id}/reject`)
  })

  test('a draft leads to its own page, which is the same after a reload, and leaves when it is decided', async () => {
    const agent = await firstAgent()
    const auto = `/agents/${agent}/integrations/clinic/bindings/auto`
    await api('POST', auto, { goal: 'find a patient by phone number and return their file number' })
    const page = await open('/review?type=draft')
    await page.getByRole('link', { name: 'Open the draft' }).click()
    await page.getByRole('button', { name: 'Accept phone' }).first().click()
    await seen(page.getByRole('button', { name: 'Accepted phone' }))
    await page.reload()
    await seen(page.getByRole('button', { name: 'Accepted phone' }))
    await page.getByRole('button', { name: 'Reject the draft' }).click()
    await seen(page.getByText('This draft was rejected.'))
    await page.getByRole('link', { name: 'To the inbox' }).click()
    await seen(page.getByText('Nothing waits for you.'))
  })

  test('a key that may not read or decide is told which scope it lacks', async () => {
    const id = await ask('Looking only')
    const scopes = ['agents:read', 'skills:read', 'confirmations:write']
    const made = NewKey.parse(await api('POST', '/api-keys', { name: 'Looking only', scopes }))
    const page = await open('/')
    await page.context().clearCookies()
    await page.goto(`${server().address}/review`)
    await page.getByLabel('API key').fill(made.data.key)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await seen(page.getByText('drift is not shown: the key lacks integrations:read'))
    await seen(page.getByRole('button', { name: /^Approve/ }))
    await page.goto(`${server().address}/review?type=drift`)
    await seen(page.getByRole('alert').filter({ hasText: 'lacks the scope "integrations:read"' }))
    await api('POST', `/confirmations/${id}/reject`)
  })

  test('a call whose agent was deleted meanwhile can be rejected alone', async () => {
    const agent = z
      .object({ data: z.object({ id: z.string() }) })
      .parse(await api('POST', '/agents', { name: 'مكتب الاستقبال الطويل جدا '.repeat(4).trim() })).data.id
    const provider = await makeDriftingProvider(api, agent, 'their_books')
    await api('POST', `/agents/${agent}/skills/${provider.writeSkill}/execute`, {
      params: { isbn: '1', shelf: 'A' },
    })
    const page = await open('/review', { width: 375 })
    await page.getByRole('listbox', { name: 'What waits' }).getByRole('option').first().click()
    await seen(page.getByRole('button', { name: /^Approve/ }))
    await api('DELETE', `/agents/${agent}`)
    await page.reload()
    await seen(page.getByText('Its skill was deleted: it can be rejected'))
    await expect
      .poll(() => page.getByRole('button', { name: /^Approve/ }).getAttribute('aria-disabled'))
      .toBe('true')
    await page.getByRole('button', { name: /^Reject/ }).click()
    await seen(page.getByText('Nothing waits for you.'))
  })

  test('who decides by keys stays on the page, beside what comes next', async () => {
    const ids = [await ask('First'), await ask('Second')]
    const page = await open('/review')
    await seen(page.getByRole('button', { name: /^Reject/ }))
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await seen(page.getByText('Rejected. The agent is told.'))
    await expect.poll(() => page.evaluate(`document.activeElement.closest('main')?.id`)).toBe('page')
    for (const id of ids) await api('POST', `/confirmations/${id}/reject`)
  })
})
