import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { chromiumPath } from './chromium.ts'
import { useConsole } from './console-session.ts'
import { seen } from './seen.ts'

describe.skipIf(chromiumPath === undefined)('our own API in our own explorer', () => {
  const { open, server, firstAgent } = useConsole()
  /** Addresses below the API, of what a page asks from now on. */
  const asked = (page: Page): string[] => {
    const calls: string[] = []
    page.on('request', (request) => {
      const { pathname } = new URL(request.url())
      if (pathname.startsWith('/api/v1/'))
        calls.push(`${request.method()} ${pathname.slice('/api/v1'.length)}`)
    })
    return calls
  }

  test('finds an operation by words, and its address leads to it again', async () => {
    const page = await open('/docs/api')
    await seen(page.getByText(/showing (\d{3}) of \1/))
    await page.getByRole('searchbox', { name: 'Search operations' }).fill('publish agents POST')
    const list = page.getByRole('listbox', { name: 'Operations' })
    await list.getByRole('option').filter({ hasText: '/agents/{agentId}/publish' }).click()
    await page.waitForURL(/operations\/post_agents_agentId_publish\?q=/)
    await page.reload()
    const article = page.getByRole('article')
    await seen(article.getByText('agents:write'))
    await seen(article.getByText('/api/v1/agents/{agentId}/publish'))
    await seen(article.getByRole('link', { name: 'conflict' }))
  })

  test('tries a read with the session of the operator, when Run is pressed and not before', async () => {
    const page = await open('/providers')
    const calls = asked(page)
    await page.goto(`${server().address}/docs/api/operations/get_agents_agentId_overview?run=1`)
    const run = page.getByRole('button', { name: 'Run' })
    await seen(run)
    await expect.poll(() => run.getAttribute('title')).toBe('Fill in agentId first.')
    await run.click({ force: true })
    const agentId = await firstAgent()
    await page.getByRole('textbox', { name: 'agentId' }).fill(agentId)
    expect(calls.filter((line) => line.startsWith('GET /agents'))).toEqual([])
    await run.click()
    await seen(page.getByRole('region', { name: 'Answer' }).getByText('"success": true'))
    expect(calls.filter((line) => line.startsWith('GET /agents'))).toEqual([
      `GET /agents/${agentId}/overview`,
    ])
  })

  test('shows how a read was refused, and ends one that is not answered', async () => {
    const page = await open('/docs/api/operations/get_agents_agentId')
    await page.getByRole('textbox', { name: 'agentId' }).fill('nobody')
    await page.getByRole('button', { name: 'Run' }).click()
    await seen(page.getByRole('region', { name: 'Answer' }).getByText('"code": "not_found"'))
    await page.route('**/api/v1/agents/nobody', () => undefined)
    await page.getByRole('button', { name: 'Run' }).click()
    await page.getByRole('button', { name: 'Stop' }).click()
    await seen(page.getByRole('button', { name: 'Run' }))
  })

  test('a write is not called from here, and can be copied', async () => {
    const page = await open('/docs/api/operations/post_agents')
    const calls = asked(page)
    const run = page.getByRole('button', { name: 'Run' })
    await expect
      .poll(() => run.getAttribute('title'))
      .toBe('Only reads are called from here. Copy the command.')
    await run.click({ force: true })
    await page.getByRole('button', { name: 'Copy as curl' }).click()
    await seen(page.getByText('Copied'))
    const command = String(await page.evaluate('navigator.clipboard.readText()'))
    expect(command).toContain(
      `curl -X POST ${server().address}/api/v1/agents -H "authorization: Bearer $BINDERY_KEY"`,
    )
    expect(command).toContain('--data-raw')
    expect(calls.filter((line) => line.startsWith('POST'))).toEqual([])
  })

  test('leads from an answer to its object, and from the object to what speaks of it', async () => {
    const page = await open('/docs/api/operations/post_agents_agentId_integrations_kind_bindings_validate')
    await page.getByRole('link', { name: 'BindingValidation' }).first().click()
    await page.waitForURL(/\/docs\/api\/objects\/BindingValidation/)
    await seen(page.getByRole('article', { name: 'BindingValidation' }))
    await page.goto(`${server().address}/docs/api/objects/Binding`)
    await page
      .getByRole('link', { name: 'post_agents_agentId_integrations_kind_bindings', exact: true })
      .click()
    await seen(page.getByRole('heading', { name: 'Compile a binding into a skill' }))
  })

  test('without a session there is the way in, with the description that needs none', async () => {
    const page = await open('/')
    await page.context().clearCookies()
    await page.goto(`${server().address}/docs/api/operations/get_agents`)
    const link = page.getByRole('link', { name: 'OpenAPI description' })
    await seen(link)
    const description = await fetch(server().address + String(await link.getAttribute('href')))
    const said: unknown = await description.json()
    expect(said).toMatchObject({ openapi: '3.1.0' })
    await page.getByLabel('API key').fill(server().apiKey)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await seen(page.getByRole('heading', { name: 'List agents' }))
  })
})
