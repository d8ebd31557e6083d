import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { findingsOf } from './axe.ts'
import { chromiumPath } from './chromium.ts'
import { useConsole } from './console-session.ts'
import { keptBy, listen } from './traces.ts'

const canary = 'canary-Qm77-value'
const NewKey = z.object({ data: z.object({ key: z.string() }) })

describe.skipIf(chromiumPath === undefined)('the settings', () => {
  const { open, api, server } = useConsole()

  /** A page of somebody whose key may do only that. */
  const openWith = async (scopes: readonly string[], path: string): Promise<Page> => {
    const { key } = NewKey.parse(await api('POST', '/api-keys', { name: 'Looking only', scopes })).data
    const page = await open('/')
    await page.context().clearCookies()
    await page.goto(server().address + path)
    await page.getByLabel('API key').fill(key)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('navigation').first().waitFor()
    return page
  }

  test('a secret is kept, replaced and deleted, and what was typed stands nowhere', async () => {
    const page = await open('/settings/secrets')
    const heard = listen(page)
    const kept: string[] = []
    await page.getByRole('button', { name: 'New secret' }).click()
    await page.getByLabel('Name').fill('مفتاح Acme')
    await page.getByLabel('Value').fill(canary)
    kept.push(await keptBy(page))
    await page.getByRole('button', { name: 'Copy as curl' }).click()
    await page.getByText('Copied').waitFor()
    kept.push(String(await page.evaluate('navigator.clipboard.readText()')))
    await page.getByRole('button', { name: 'Keep it' }).click()
    await page.getByText('مفتاح Acme is kept.').waitFor()
    kept.push(await keptBy(page))
    await page.getByRole('button', { name: /^Replace/ }).click()
    await page.getByLabel('Value').fill(`${canary}-2`)
    await page.getByRole('dialog').getByRole('button', { name: 'Replace', exact: true }).click()
    await page.getByText('has a new value.').waitFor()
    kept.push(await keptBy(page))
    await page.getByRole('button', { name: /^Delete/ }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByText('is deleted.').waitFor()
    kept.push(await keptBy(page))
    expect([...heard, ...kept].join('\n')).not.toContain(canary)
  })

  test('a secret that is refused shows why, and stands nowhere either', async () => {
    await api('POST', '/secrets', { name: 'Taken', value: 'x' })
    const page = await open('/settings/secrets')
    const heard = listen(page)
    await page.getByRole('button', { name: 'New secret' }).click()
    await page.getByLabel('Name').fill('Taken')
    await page.getByLabel('Value').fill(canary)
    await page.getByRole('button', { name: 'Keep it' }).click()
    await page.getByRole('alert').getByText('The name is taken').waitFor()
    expect([...heard, await keptBy(page)].join('\n')).not.toContain(canary)
  })

  test('a webhook is made, its secret shown once, tested, and the message sent again', async () => {
    const page = await open('/settings/webhooks')
    await page.getByRole('button', { name: 'New webhook' }).click()
    await page.getByLabel('Address').fill(`${server().address}/no-such-hook`)
    await page.getByLabel('What it is for').fill('تنبيه الفريق')
    await page.getByRole('button', { name: 'Create the webhook' }).click()
    const dialog = page.getByRole('dialog', { name: 'Secret of the webhook' })
    const secret = (await dialog.locator('pre').textContent()) ?? ''
    expect(secret).toMatch(/^whsec_/)
    await page.keyboard.press('Escape')
    await expect.poll(() => keptBy(page)).not.toContain(secret)
    await page.getByRole('link', { name: /no-such-hook/ }).click()
    await page.getByRole('button', { name: 'Send a test' }).click()
    const row = page.getByRole('listitem').filter({ hasText: 'webhook.test' })
    await row.first().waitFor()
    await row.getByText('404').first().waitFor()
    expect(await findingsOf(page)).toEqual([])
    await row
      .getByRole('button', { name: /^Send again/ })
      .first()
      .click()
    await page.getByRole('button', { name: 'New secret' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'New secret' }).click()
    const rotated = (await dialog.locator('pre').textContent()) ?? ''
    expect(rotated).not.toBe(secret)
    await page.keyboard.press('Escape')
    await expect.poll(() => keptBy(page)).not.toContain(rotated)
    await page.getByRole('switch', { name: 'Messages are sent' }).click()
    await page.getByText('off', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByText('Nobody is told of what happens.').waitFor()
  })

  test('a webhook that was deleted elsewhere says so when it is tested', async () => {
    const url = `${server().address}/gone-hook`
    const Made = z.object({ data: z.object({ id: z.string() }) })
    const { id } = Made.parse(await api('POST', '/webhooks', { url, events: ['skill.failed'] })).data
    const page = await open(`/settings/webhooks/${id}`)
    const test = page.getByRole('button', { name: 'Send a test' })
    await test.waitFor()
    await api('DELETE', `/webhooks/${id}`)
    await test.click()
    await page.getByRole('alert').getByText('There is no webhook').waitFor()
  })

  test('an address on a private network is refused as a webhook', async () => {
    const page = await open('/settings/webhooks')
    await page.getByRole('button', { name: 'New webhook' }).click()
    await page.getByLabel('Address').fill('http://10.0.0.8/hook')
    await page.getByRole('button', { name: 'Create the webhook' }).click()
    await page.getByRole('alert').getByText('The address may not be reached').waitFor()
    expect(await page.getByRole('dialog').locator('pre').count()).toBe(0)
  })

  test('the server says where each setting comes from, and tells no secret', async () => {
    const page = await open('/settings/system')
    await page
      .getByRole('listitem')
      .filter({ hasText: 'BINDERY_BOOTSTRAP_API_KEY' })
      .getByText('given, never shown')
      .waitFor()
    await page.getByRole('listitem').filter({ hasText: 'BINDERY_MAX_AGENTS' }).getByText('default').waitFor()
    expect(await page.content()).not.toContain(server().apiKey)
    await page.getByRole('link', { name: 'Model' }).click()
    await page.getByText('rules alone').waitFor()
  })

  test('a key that may only look finds each change off with the reason, and pages that it may not see say so', async () => {
    const page = await openWith(['secrets:read', 'webhooks:read'], '/settings/secrets')
    const make = page.getByRole('button', { name: 'New secret' })
    expect(await make.getAttribute('title')).toContain('it lacks secrets:write')
    const replace = page.getByRole('button', { name: /^Replace/ }).first()
    expect(await replace.getAttribute('aria-disabled')).toBe('true')
    await page.getByRole('link', { name: 'Webhooks' }).click()
    expect(await page.getByRole('button', { name: 'New webhook' }).getAttribute('title')).toContain(
      'it lacks webhooks:write',
    )
    for (const name of ['System', 'Model', 'API keys']) {
      await page.getByRole('link', { name }).click()
      await page.getByText('it lacks keys:read').waitFor()
    }
  })

  test('the audit log is narrowed by its address, and exported as it is narrowed', async () => {
    const page = await open(`/audit?from=soon&actor=${'x'.repeat(10_000)}&action=none`)
    await page.getByText('No entry fits.').waitFor()
    await page.getByRole('link', { name: 'Clear the filter' }).click()
    await page.getByLabel('What was done').selectOption('secret.created')
    await page.waitForURL(/action=secret.created/)
    await page.getByText('secret.created').last().waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export' }).click(),
    ])
    const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\r\n')
    expect(lines[0]).toBe('"sequence","at","actor","action","subject","detail","mac"')
    expect(lines.length).toBeGreaterThan(1)
    expect(lines.slice(1).every((line) => line.includes('"secret.created"'))).toBe(true)
    await page.goto(`${server().address}/audit?from=2026-06-01T00:00:00Z&to=2026-01-01T00:00:00Z`)
    await page.getByText('It begins after it ends').waitFor()
  })
})
