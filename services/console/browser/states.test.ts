import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { chromiumPath } from './chromium.ts'
import { useConsole } from './console-session.ts'
import { seen } from './seen.ts'

const NewKey = z.object({ data: z.object({ id: z.string(), key: z.string() }) })

describe.skipIf(chromiumPath === undefined)('a page whose key, session or server is not what it was', () => {
  const { open, api, server, firstAgent } = useConsole()
  const makeKey = async (scopes: readonly string[], environment?: string) =>
    NewKey.parse(await api('POST', '/api-keys', { name: 'Looking only', scopes, environment })).data
  const signInWith = async (page: Page, key: string, path: string): Promise<void> => {
    await page.context().clearCookies()
    await page.goto(server().address + path)
    await page.getByLabel('API key').fill(key)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await seen(page.getByRole('navigation'))
  }

  test('a key that may only look finds each change off, with the reason', async () => {
    const { key } = await makeKey(['integrations:read', 'agents:read', 'skills:read', 'logs:read'])
    const page = await open('/')
    await signInWith(page, key, '/providers')
    const connect = page.getByRole('button', { name: 'Connect a provider' })
    await expect.poll(() => connect.getAttribute('aria-disabled')).toBe('true')
    await expect.poll(() => connect.getAttribute('title')).toContain('it lacks integrations:write')
    await page.goto(`${server().address}/agents/${await firstAgent()}`)
    const turn = page.getByRole('switch').first()
    await expect.poll(() => turn.getAttribute('title')).toContain('it lacks skills:write')
    await expect.poll(() => turn.getAttribute('aria-disabled')).toBe('true')
  })

  test('a key of one environment finds off what changes all of them, with the reason', async () => {
    const { key } = await makeKey(['keys:read', 'keys:write', 'agents:read', 'agents:write'], 'development')
    const page = await open('/')
    await signInWith(page, key, '/settings/retention')
    const change = page.getByRole('button', { name: 'Change' }).first()
    await expect.poll(() => change.getAttribute('title')).toContain('is for development alone')
    await page.goto(`${server().address}/agents`)
    const make = page.getByRole('button', { name: 'New agent' }).first()
    await expect.poll(() => make.getAttribute('title')).toContain('is for development alone')
  })

  test('a key that may read no agents is told so on the first page, which asks once', async () => {
    const { key } = await makeKey(['skills:execute'])
    const page = await open('/')
    const asked: string[] = []
    page.on('request', (request) => {
      if (request.url().includes('/api/v1/agents?')) asked.push(request.url())
    })
    await signInWith(page, key, '/')
    await seen(page.getByRole('alert').filter({ hasText: 'lacks the scope "agents:read"' }))
    await page.getByRole('link', { name: 'Activity' }).first().click()
    await seen(page.getByRole('heading', { name: 'Activity' }))
    expect(asked.length).toBeLessThan(6)
  })

  test('a session whose key was revoked asks again, and the edit is still there', async () => {
    const { id, key } = await makeKey(['integrations:read', 'agents:read', 'skills:read', 'skills:write'])
    const page = await open('/')
    const path = `/agents/${await firstAgent()}/bindings/new?provider=clinic&operation=getPatient`
    await signInWith(page, key, path)
    const field = page.getByRole('textbox', { name: 'What it does' })
    await field.fill('Shows one patient')
    await field.blur()
    await seen(page.getByText('kept here'))
    await api('DELETE', `/api-keys/${id}`)
    // Whatever is asked next notices it: this, or what the page asks by itself.
    await page.keyboard.press('Control+s')
    await page.getByLabel('API key').fill(server().apiKey)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await seen(field)
    await expect.poll(() => field.inputValue()).toBe('Shows one patient')
    expect(page.url()).toContain(path)
  })

  test('signing out takes the page away at once', async () => {
    const { key } = await makeKey(['agents:read'])
    const page = await open('/')
    await signInWith(page, key, '/agents')
    await page.getByRole('button', { name: 'Signed in with the key' }).click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await seen(page.getByLabel('API key'))
    await expect.poll(() => page.getByRole('navigation').count()).toBe(0)
  })

  test('what this browser kept and cannot be read is no draft', async () => {
    const page = await open('/')
    const agent = await firstAgent()
    for (const kept of [
      '{not json',
      '{"past":[],"future":[],"now":{"operation":"a","toolName":"b","inputs":"c"}}',
    ]) {
      await page.evaluate(
        `localStorage.setItem('bindery.draft.${agent}/new/clinic/getPatient', ${JSON.stringify(kept)})`,
      )
      await page.goto(`${server().address}/agents/${agent}/bindings/new?provider=clinic&operation=getPatient`)
      await seen(page.getByRole('button', { name: /Change where patientId comes from/ }))
    }
  })

  test('a server that cannot be reached is said, and trying again goes on', async () => {
    const page = await open('/activity')
    await seen(page.getByText('No call fits'))
    await page.context().setOffline(true)
    await page.getByRole('combobox', { name: 'How it ended' }).selectOption('failed')
    await seen(page.getByRole('alert').filter({ hasText: 'The server cannot be reached' }))
    await page.context().setOffline(false)
    await page.getByRole('button', { name: 'Try again' }).first().click()
    await seen(page.getByText('No call fits'))
  })

  test('an address executes nothing, whatever it says', async () => {
    const page = await open('/')
    const sent: string[] = []
    page.on('request', (request) => {
      if (request.method() !== 'GET' && !request.url().endsWith('/validate')) sent.push(request.url())
    })
    const path = `/agents/${await firstAgent()}/bindings/new?provider=clinic&operation=getPatient`
    await page.goto(`${server().address}${path}&run=1&test=1&serverUrl=https://evil.example`)
    await seen(page.getByRole('button', { name: 'Save' }))
    await page.goto(`${server().address}/review?approve=all`)
    await seen(page.getByText('Nothing waits for you.'))
    expect(sent).toEqual([])
  })

  test('what an address says and no page reads goes no further', async () => {
    const page = await open('/')
    const refused: string[] = []
    page.on('response', (response) => {
      if (response.status() === 400) refused.push(response.url())
    })
    await page.goto(`${server().address}/audit?x=y&limit=9&before=z`)
    await seen(page.locator('time'))
    await page.goto(`${server().address}/activity?status=zzz&x=y`)
    await seen(page.getByRole('heading', { name: 'Activity' }))
    await page.waitForURL(/activity$/)
    expect(refused).toEqual([])
  })

  test('a binding of nothing says where there is something to bind', async () => {
    const page = await open(`/agents/${await firstAgent()}/bindings/new`)
    await page.getByRole('link', { name: 'Choose a provider' }).click()
    await page.waitForURL(/providers$/)
  })

  test('a question that is never answered is given up, and can be asked again', async () => {
    const page = await open('/')
    await page.clock.install()
    await page.route('**/api/v1/agents?*', () => {})
    await page.goto(`${server().address}/agents`)
    await seen(page.getByRole('heading', { name: 'Agents' }))
    await page.clock.fastForward(46_000)
    await seen(page.getByText('gave no answer for 45 seconds'))
    await page.unroute('**/api/v1/agents?*')
    await page.getByRole('button', { name: 'Try again' }).click()
    await seen(page.getByText('not published').or(page.getByText('is live')))
  })

  test('what does not exist says so, and how to go on', async () => {
    const page = await open('/nowhere')
    await seen(page.getByText('There is no such page.'))
    await page.goto(`${server().address}/providers/nobody`)
    await seen(page.getByRole('alert').filter({ hasText: 'Request' }))
  })
})
