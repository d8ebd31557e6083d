import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { findingsOf } from './axe.ts'
import { chromiumPath } from './chromium.ts'
import { useConsole } from './console-session.ts'
import { countClicks } from './count-clicks.ts'
import { widthOf } from './width-of.ts'
import { gone, seen } from './seen.ts'

const markup = '<img src=x onerror="document.title=1">'
const NewKey = z.object({ data: z.object({ key: z.string() }) })

const field = (page: Page) => page.getByRole('combobox', { name: 'Search everything' })
const options = (page: Page) => page.getByRole('listbox', { name: 'What was found' }).getByRole('option')
const openPalette = async (page: Page): Promise<void> => {
  await page.keyboard.press('Control+k')
  await seen(field(page))
}

describe.skipIf(chromiumPath === undefined)('the palette', () => {
  const { open, api, server, firstAgent, discover } = useConsole()
  beforeAll(async () => {
    const environments = { development: { baseUrl: 'http://127.0.0.1:9' } }
    await api('POST', '/integrations', { kind: 'odd', name: 'Odd', type: 'openapi', environments })
    await api('PUT', '/integrations/odd/source', oddDocument())
    await discover('odd', 'development')
  })

  test('leads to any field of any provider by one Enter, in sight and marked', async () => {
    const page = await open('/agents')
    const clicks = await countClicks(page)
    await openPalette(page)
    await page.keyboard.type('field_140')
    // At once: the answer that is on its way is waited for.
    await page.keyboard.press('Enter')
    await page.waitForURL(/providers\/odd\/schema\/objects\/Odd\?field=field_140$/)
    const row = page.getByRole('row', { name: /^field_140/ })
    await seen(row)
    await expect.poll(() => row.getAttribute('aria-current')).toBe('true')
    await expect.poll(async () => (await row.boundingBox())?.y ?? -1).toBeGreaterThan(48)
    expect((await row.boundingBox())?.y).toBeLessThan(760)
    await expect.poll(() => clicks()).toBe(1)
    // From there to another field of the same object.
    await openPalette(page)
    await page.keyboard.type('field_3 odd')
    await page.keyboard.press('Enter')
    await page.waitForURL(/field=field_3$/)
    await expect
      .poll(() => page.getByRole('row', { name: 'field_3 string' }).getAttribute('aria-current'))
      .toBe('true')
  })

  test('a field that is gone is said to be', async () => {
    const page = await open('/providers/odd/schema/objects/Odd?field=nowhere')
    await seen(page.getByText('There is no field nowhere here'))
  })

  test('finds each type, says how many of how many, and narrows to one', async () => {
    const page = await open('/providers')
    await page.getByRole('button', { name: 'Search everything' }).click()
    await field(page).fill('field_')
    const group = page.getByRole('group', { name: /^Fields/ })
    await seen(group.getByText('6 of 200'))
    await group.getByRole('option', { name: 'More fields' }).click()
    await seen(group.getByText('50 of 200'))
    await field(page).fill('find patient')
    await gone(group)
    await page.getByRole('button', { name: 'Everything again' }).click()
    await seen(options(page).filter({ hasText: 'searchPatients' }))
  })

  test('goes by arrows, and Escape gives the focus back', async () => {
    const page = await open('/providers')
    const opener = page.getByRole('button', { name: 'Search everything' })
    await opener.click()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowUp')
    const active = await field(page).getAttribute('aria-activedescendant')
    await expect.poll(() => page.locator(`[id="${active}"]`).textContent()).toBe('Providers')
    await expect.poll(() => page.locator(`[id="${active}"]`).getAttribute('aria-selected')).toBe('true')
    await page.keyboard.press('Escape')
    await gone(field(page))
    await expect
      .poll(() => page.evaluate('document.activeElement.textContent'))
      .toBe(await opener.textContent())
  })

  test('offers pages and actions, and where one was in this tab', async () => {
    const page = await open('/providers')
    await openPalette(page)
    await page.keyboard.type('audit')
    await page.keyboard.press('Enter')
    await page.waitForURL(/audit$/)
    await openPalette(page)
    await page.keyboard.type('getPatient')
    await page.keyboard.press('Enter')
    await page.waitForURL(/operations\/getPatient$/)
    await openPalette(page)
    await page
      .getByRole('group', { name: 'Recent in this tab' })
      .getByRole('option', { name: 'getPatient' })
      .click()
    await page.waitForURL(/operations\/getPatient$/)
    const kept = String(await page.evaluate('JSON.stringify({ ...sessionStorage })'))
    expect(kept).toContain('getPatient')
    expect(kept).not.toContain('Show one patient')
    await openPalette(page)
    await page.keyboard.type('keyboard')
    await page.keyboard.press('Enter')
    await seen(page.getByRole('dialog', { name: 'Keyboard shortcuts' }))
  })

  test('copies what was done last as a command of a shell, and no secret', async () => {
    const page = await open('/providers/clinic')
    const find = async (): Promise<void> => {
      await openPalette(page)
      await page.keyboard.type('last action')
    }
    await find()
    await gone(options(page).filter({ hasText: 'Copy the last action' }))
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Test' }).first().click()
    await find()
    await options(page).filter({ hasText: 'Copy the last action' }).click()
    await expect
      .poll(() => page.evaluate('navigator.clipboard.readText()'))
      .toMatch(/^curl -X POST \S+\/integrations\/clinic\/test -H "authorization: Bearer \$BINDERY_KEY"/)
    await openPalette(page)
    await page.keyboard.type('secrets')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'New secret' }).click()
    await page.getByLabel('Name').fill('last_action')
    await page.getByLabel('Value').fill('cnry_last_action')
    await page.getByRole('button', { name: 'Keep it' }).click()
    await seen(page.getByText('last_action is kept.'))
    await find()
    await gone(options(page).filter({ hasText: 'Copy the last action' }))
  })

  test('what a tab kept and cannot be read is no place', async () => {
    const page = await open('/providers')
    await openPalette(page)
    await page.keyboard.type('getPatient')
    await page.keyboard.press('Enter')
    await page.waitForURL(/operations\/getPatient$/)
    for (const kept of ['{no json', '[null, 1, {"type":"pet","name":"a"}, {"type":"field","name":"a"}]']) {
      await page.evaluate(
        `for (const key of Object.keys(sessionStorage)) if (key.startsWith('bindery.recent')) sessionStorage[key] = ${JSON.stringify(kept)}`,
      )
      await openPalette(page)
      await seen(page.getByRole('group', { name: 'Pages and actions' }))
      await expect.poll(() => page.getByRole('group', { name: 'Recent in this tab' }).count()).toBe(0)
      await page.keyboard.press('Escape')
    }
  })

  test('an older answer that comes later is dropped', async () => {
    const page = await open('/providers')
    const late: (() => Promise<void>)[] = []
    await page.route('**/api/v1/search?q=Appointment&*', (route) => void late.push(() => route.continue()))
    await openPalette(page)
    await page.keyboard.type('Appointment')
    await expect.poll(() => late.length).toBe(1)
    await field(page).fill('Practitioner')
    await seen(options(page).filter({ hasText: 'Practitioner' }))
    for (const answer of late) await answer().catch(() => undefined)
    await page.keyboard.press('Enter')
    await page.waitForURL(/objects\/Practitioner$/)
  })

  test('markup, another direction, patterns and a very long text are text', async () => {
    const page = await open('/providers')
    await openPalette(page)
    for (const [typed, marked] of [
      ['<img src', '<img src'],
      ['الهاتف', 'الهاتف'],
      ['.*(', '.*('],
    ] as const) {
      await field(page).fill(typed)
      await seen(options(page).locator('mark').getByText(marked, { exact: true }))
    }
    await expect.poll(() => page.locator('dialog img').count()).toBe(0)
    await field(page).fill('')
    await page.evaluate(`navigator.clipboard.writeText('a'.repeat(10_000))`)
    await page.keyboard.press('Control+v')
    expect((await field(page).inputValue()).length).toBe(200)
    await seen(page.getByText('Nothing matches'))
    expect(await widthOf(page)).toBeLessThanOrEqual(1280)
  })

  test('a failure says why and can be tried again, and pages are found all the same', async () => {
    const page = await open('/providers')
    await page.route('**/api/v1/search?*', (route) => route.abort())
    await openPalette(page)
    await page.keyboard.type('activity')
    await seen(page.getByRole('alert').filter({ hasText: 'cannot be reached' }))
    await page.unroute('**/api/v1/search?*')
    await page.getByRole('button', { name: 'Try again' }).click()
    await gone(page.getByRole('alert'))
    await page.keyboard.press('Escape')
  })

  test('a key that may not read something is told so', async () => {
    const { key } = NewKey.parse(
      await api('POST', '/api-keys', { name: 'Agents', scopes: ['agents:read'] }),
    ).data
    const page = await open('/')
    await page.context().clearCookies()
    await page.goto(`${server().address}/agents`)
    await page.getByLabel('API key').fill(key)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await seen(page.getByRole('navigation'))
    await openPalette(page)
    await page.keyboard.type('demo')
    await seen(page.getByText('it lacks integrations:read'))
    await page.keyboard.press('Enter')
    await page.waitForURL(new RegExp(`agents/${await firstAgent()}$`))
  })

  for (const width of [1280, 375])
    for (const theme of ['light', 'dark'] as const)
      test(`axe finds nothing in it at ${width} px in the ${theme} theme`, async () => {
        const page = await open('/providers', { width, theme })
        await page.getByRole('button', { name: 'Search everything' }).click()
        await seen(field(page))
        expect(await findingsOf(page)).toEqual([])
        await field(page).fill('patient')
        await seen(options(page).locator('mark'))
        expect(await findingsOf(page)).toEqual([])
        await field(page).fill('zzzz')
        await seen(page.getByText('Nothing matches'))
        expect(await findingsOf(page)).toEqual([])
        expect(await widthOf(page)).toBeLessThanOrEqual(width)
      })
})

/** A provider with an object of 200 fields, some of them with hostile names. */
function oddDocument(): object {
  const names = [markup, 'رقم_الهاتف', 'a.*(b', ...Array.from({ length: 200 }, (_, at) => `field_${at}`)]
  const properties = Object.fromEntries(names.map((name) => [name, { type: 'string' }]))
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/Odd' } } }
  return {
    openapi: '3.1.0',
    info: { title: 'Odd', version: '1' },
    paths: {
      '/odds': { get: { operationId: 'listOdds', responses: { 200: { description: 'ok', content } } } },
    },
    components: { schemas: { Odd: { type: 'object', properties } } },
  }
}
