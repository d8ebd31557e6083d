import { describe, expect, test } from 'vitest'
import { chromiumPath } from './chromium.ts'
import { useConsole } from './console-session.ts'
import { seen } from './seen.ts'

describe.skipIf(chromiumPath === undefined)('keys and the audit log', () => {
  const { open, server } = useConsole()

  test('a key is made with what it needs, shown once, used, and revoked', async () => {
    const page = await open('/settings/keys')
    await page.getByRole('button', { name: 'New key' }).click()
    // The dialog begins where something is to be typed.
    await page.keyboard.type('Front desk line')
    await page.getByLabel('Environment', { exact: true }).last().selectOption('development')
    await page.getByRole('button', { name: 'Create the key' }).click()
    const shown = page.getByRole('dialog').locator('pre')
    const key = (await shown.textContent()) ?? ''
    const ask = () =>
      fetch(`${server().address}/api/v1/agents`, { headers: { authorization: `Bearer ${key}` } })
    expect((await ask()).status).toBe(403)
    await page.keyboard.press('Escape')
    await expect.poll(() => page.content()).not.toContain(key)
    await page.getByRole('button', { name: 'Revoke Front desk line' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
    await seen(page.getByText('Front desk line is revoked.'))
    expect((await ask()).status).toBe(401)
  })

  test('the key that one is signed in with cannot be revoked by accident', async () => {
    const page = await open('/settings/keys')
    const revoke = page.getByRole('button', { name: /^Revoke / }).first()
    await expect.poll(() => revoke.getAttribute('title')).toBe('You are signed in with this one.')
  })

  test('the log says who did it, and that nobody changed it', async () => {
    const page = await open('/audit')
    await seen(page.getByText(/^intact, \d+ entries$/))
    const revoked = page.getByRole('listitem').filter({ hasText: 'api_key.revoked' })
    await seen(revoked)
    await page.getByRole('link', { name: 'bindery:start' }).first().click()
    await seen(page.getByText('only bindery:start'))
    await expect.poll(() => revoked.count()).toBe(0)
  })
})
