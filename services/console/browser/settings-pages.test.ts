import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { findingsOf } from './axe.ts'
import { chromiumPath } from './chromium.ts'
import { useConsole } from './console-session.ts'
import { keptBy, listen } from './traces.ts'
import { seen } from './seen.ts'

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
    await seen(page.getByRole('navigation'))
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
    await seen(page.getByText('Copied'))
    kept.push(String(await page.evaluate('navigator.clipboard.readText()')))
    await page.getByRole('button', { name: 'Keep it' }).click()
    await seen(page.getByText('مفتاح Acme is kept.'))
    kept.push(await keptBy(page))
    await page.getByRole('button', { name: /^Replace/ }).click()
    await page.getByLabel('Value').fill(`${canary}-2`)
    await page.getByRole('dialog').getByRole('button', { name: 'Replace', exact: true }).click()
    await seen(page.getByText('has a new value.'))
    kept.push(await keptBy(page))
    await page.getByRole('button', { name: /^Delete/ }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click()
    await seen(page.getByText('is deleted.'))
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
    await seen(page.getByRole('alert').getByText('The name is taken'))
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
    await seen(row)
    await seen(row.getByText('404'))
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
    await seen(page.getByText('off', { exact: true }))
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await seen(page.getByText('Nobody is told of what happens.'))
  })

  test('a webhook that was deleted elsewhere says so when it is tested', async () => {
    const url = `${server().address}/gone-hook`
    const Made = z.object({ data: z.object({ id: z.string() }) })
    const { id } = Made.parse(await api('POST', '/webhooks', { url, events: ['skill.failed'] })).data
    const page = await open(`/settings/webhooks/${id}`)
    const test = page.getByRole('button', { name: 'Send a test' })
    await seen(test)
    await api('DELETE', `/webhooks/${id}`)
    await test.click()
    await seen(page.getByRole('alert').getByText('There is no webhook'))
  })

  test('an address on a private network is refused as a webhook', async () => {
    const page = await open('/settings/webhooks')
    await page.getByRole('button', { name: 'New webhook' }).click()
    await page.getByLabel('Address').fill('http://10.0.0.8/hook')
    await page.getByRole('button', { name: 'Create the webhook' }).click()
    await seen(page.getByRole('alert').getByText('The address may not be reached'))
    await expect.poll(() => page.getByRole('dialog').locator('pre').count()).toBe(0)
  })

  test('the server says where each setting comes from, and tells no secret', async () => {
    const page = await open('/settings/system')
    await seen(
      page
        .getByRole('listitem')
        .filter({ hasText: 'BINDERY_BOOTSTRAP_API_KEY' })
        .getByText('given, never shown'),
    )
    await seen(page.getByRole('listitem').filter({ hasText: 'BINDERY_MAX_AGENTS' }).getByText('default'))
    await expect.poll(() => page.content()).not.toContain(server().apiKey)
    await page.getByRole('link', { name: 'Model' }).click()
    await seen(page.getByText('rules alone'))
  })

  test('a backup of the store is a file', async () => {
    const page = await open('/settings/system')
    const downloaded = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download a backup' }).click()
    expect((await downloaded).suggestedFilename()).toBe('bindery.backup')
    await seen(page.getByText('The backup is in your downloads.'))
  })

  test('how long something is kept is set, told, and set back, and the server says what it keeps', async () => {
    const page = await open('/settings/retention')
    const row = page.getByRole('listitem').filter({ hasText: 'Records of runs' })
    await seen(row.getByText('90 days'))
    await row.getByRole('button', { name: 'Change' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Days').fill('0')
    await seen(dialog.getByText('A whole number from 1 to 3,650.'))
    await dialog.getByLabel('Days').fill('30')
    await dialog.getByRole('button', { name: 'Keep them so long' }).click()
    await seen(row.getByText('30 days'))
    await row.getByRole('button', { name: 'Change' }).click()
    await dialog.getByRole('button', { name: 'Back to 90 days' }).click()
    await seen(row.getByText('90 days'))
    await page.getByRole('link', { name: 'System' }).click()
    const kept = page.getByRole('listitem').filter({ hasText: 'audit_entries' })
    await seen(kept.getByText('730 days'))
    await page.goto(`${server().address}/audit?action=retention.changed`)
    await seen(page.getByText('retention.changed').last())
  })

  test('a key that may only look finds each change off with the reason, and pages that it may not see say so', async () => {
    const page = await openWith(['secrets:read', 'webhooks:read'], '/settings/secrets')
    const make = page.getByRole('button', { name: 'New secret' })
    await expect.poll(() => make.getAttribute('title')).toContain('it lacks secrets:write')
    const replace = page.getByRole('button', { name: /^Replace/ }).first()
    await expect.poll(() => replace.getAttribute('aria-disabled')).toBe('true')
    await page.getByRole('link', { name: 'Webhooks' }).click()
    await expect
      .poll(() => page.getByRole('button', { name: 'New webhook' }).getAttribute('title'))
      .toContain('it lacks webhooks:write')
    for (const name of ['System', 'Model', 'Retention', 'API keys']) {
      await page.getByRole('link', { name }).click()
      await seen(page.getByText('it lacks keys:read'))
    }
  })

  test('the audit log is narrowed by its address, and exported as it is narrowed', async () => {
    const page = await open(`/audit?from=soon&actor=${'x'.repeat(10_000)}&action=none`)
    await seen(page.getByText('No entry fits.'))
    await page.getByRole('link', { name: 'Clear the filter' }).click()
    await page.getByLabel('What was done').selectOption('secret.created')
    await page.waitForURL(/action=secret.created/)
    await seen(page.getByText('secret.created').last())
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export' }).click(),
    ])
    const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\r\n')
    expect(lines[0]).toBe('"sequence","at","actor","action","subject","detail","mac"')
    expect(lines.length).toBeGreaterThan(1)
    expect(lines.slice(1).every((line) => line.includes('"secret.created"'))).toBe(true)
    await page.goto(`${server().address}/audit?from=2026-06-01T00:00:00Z&to=2026-01-01T00:00:00Z`)
    await seen(page.getByText('It begins after it ends'))
  })
})
