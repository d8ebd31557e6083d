import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { chromiumPath } from './chromium.ts'
import { useConsole } from './console-session.ts'
import { countClicks } from './count-clicks.ts'
import { useLocalProvider } from './local-provider.ts'
import { seen } from './seen.ts'

const Integrations = z.object({
  data: z.array(
    z.object({
      kind: z.string(),
      catalogHash: z.string().nullable(),
      environments: z.record(z.string(), z.object({ connected: z.boolean() })),
    }),
  ),
})

describe.skipIf(chromiumPath === undefined)('connecting a provider', () => {
  const { open, api } = useConsole()
  const provider = useLocalProvider()
  const integrations = async () => Integrations.parse(await api('GET', '/integrations?limit=100')).data
  const find = async (kind: string) => (await integrations()).find((each) => each.kind === kind)
  const box = (page: Page) => page.getByRole('textbox', { name: 'Use your own API' })
  /** Looks at the document, and gives the provider a short name of its own. */
  const detect = async (kind: string): Promise<Page> => {
    const page = await open('/providers/new')
    await box(page).fill(provider.document())
    await page.getByRole('button', { name: 'Detect' }).click()
    await page.getByRole('textbox', { name: 'Short name' }).fill(kind)
    return page
  }
  const press = (page: Page) => page.getByRole('button', { name: 'Connect and discover' }).click()

  test('an address is a schema after three clicks, in both environments', async () => {
    const page = await open('/providers')
    const clicks = await countClicks(page)
    await page.getByRole('button', { name: 'Connect a provider' }).click()
    await seen(page.getByRole('dialog', { name: 'Connect a provider' }))
    await page.keyboard.type(`${provider.address()}/openapi.json`)
    await page.keyboard.press('Enter')
    const facts = page.getByRole('dialog', { name: 'Connect Quayside Desk' })
    await seen(facts.getByText('1 in full'))
    // What is missing has the focus: the key, and nothing else.
    await page.keyboard.type(provider.key)
    await press(page)
    await page.waitForURL(/providers\/quayside-desk\/schema\/operations/)
    await seen(page.getByText('List contacts'))
    await expect.poll(() => clicks()).toBe(3)
    await expect
      .poll(() => find('quayside-desk'))
      .toMatchObject({
        catalogHash: expect.stringContaining('sha256:'),
        environments: { development: { connected: true }, production: { connected: true } },
      })
  })

  test('what cannot be detected says why, and nothing is registered', async () => {
    const before = await integrations()
    const page = await open('/providers/new')
    const wrong = [
      ['not an address', 'OpenAPI or GraphQL'],
      ['sqlite://orders', 'begins with https'],
      ['http://169.254.169.254/latest', 'may reach'],
      [`${provider.address()}/page`, 'OpenAPI or GraphQL'],
      ['{"openapi": ', 'description'],
      ['{"hello": "world"}', 'OpenAPI or GraphQL'],
      ['postgres://', 'host'],
    ] as const
    for (const [text, says] of wrong) {
      await box(page).fill(text)
      await page.getByRole('button', { name: 'Detect' }).click()
      await seen(page.getByRole('alert').filter({ hasText: says }))
    }
    await expect.poll(() => integrations()).toEqual(before)
  })

  test('a file is looked at as it stands, and one that is too large says so', async () => {
    const page = await open('/providers/new')
    const file = page.getByLabel('Choose a file')
    const folder = mkdtempSync(join(tmpdir(), 'bindery-file-'))
    const large = join(folder, 'large.json')
    writeFileSync(large, '')
    truncateSync(large, 65_000_000)
    await file.setInputFiles(large)
    await seen(page.getByRole('alert').filter({ hasText: 'larger than 64 MB' }))
    rmSync(folder, { recursive: true })
    const buffer = Buffer.from(provider.document())
    await file.setInputFiles({ name: 'desk.json', mimeType: 'application/json', buffer })
    await seen(page.getByRole('dialog', { name: 'Connect Quayside Desk' }))
  })

  test('a refused credential stops at its step; pressing again goes on and registers nothing twice', async () => {
    const page = await detect('refused')
    await page.getByLabel('Api key').fill('wrong')
    await press(page)
    const step = page.getByRole('listitem').filter({ hasText: 'Connect development' })
    await seen(step.getByRole('alert').filter({ hasText: 'refused the credential' }))
    await expect
      .poll(() => find('refused'))
      .toMatchObject({ environments: { development: { connected: false } } })
    const registered: string[] = []
    page.on('request', (request) => {
      if (request.method() === 'POST') registered.push(new URL(request.url()).pathname)
    })
    await page.getByLabel('Api key').fill(provider.key)
    await press(page)
    await page.waitForURL(/schema\/operations/)
    const base = '/api/v1/integrations/refused'
    expect(registered).toEqual([`${base}/connect`, `${base}/connect`, `${base}/discover`])
  })

  test('an environment that is parted has its own credential', async () => {
    const page = await detect('parted')
    await page.getByLabel('Api key').fill(provider.key)
    await page.getByRole('button', { name: 'Production' }).click()
    await page.getByLabel('Api key').fill('wrong')
    await page.getByRole('button', { name: 'Both' }).click()
    await seen(page.getByText('They differ'))
    await expect.poll(() => page.getByLabel('Api key').inputValue()).toBe(provider.key)
    await press(page)
    const step = page.getByRole('listitem').filter({ hasText: 'Connect production' })
    await seen(step.getByRole('alert'))
    await expect
      .poll(() => find('parted'))
      .toMatchObject({
        environments: { development: { connected: true }, production: { connected: false } },
      })
  })

  test('what is saved only asks the provider nothing', async () => {
    const page = await detect('saved')
    await page.getByLabel('Api key').fill('never tried')
    await page.getByRole('button', { name: 'Save only' }).click()
    await page.waitForURL(/providers\/saved$/)
    await expect
      .poll(() => find('saved'))
      .toMatchObject({
        catalogHash: null,
        environments: { development: { connected: true }, production: { connected: true } },
      })
  })

  test('a credential is tested before it is kept', async () => {
    const page = await detect('tested')
    await page.getByLabel('Api key').fill(provider.key)
    await page.getByRole('button', { name: 'Test' }).click()
    const checks = page.getByRole('region', { name: 'Check' }).getByRole('listitem')
    await seen(checks.filter({ hasText: /^Address.*accepts connections/ }))
    await expect.poll(() => checks.count()).toBe(5)
    // No read of a description is known to need a key, so that a person may name one.
    await seen(checks.filter({ hasText: /^Credential.*not proven/ }))
    await page.getByLabel('Path of a read that needs the credential').fill('/contacts')
    await page.getByRole('button', { name: 'Test again' }).click()
    await seen(checks.filter({ hasText: /^Credential.*passed/ }))
    await expect
      .poll(() => find('tested'))
      .toMatchObject({ environments: { development: { connected: false } } })
  })

  test('a person gives access at the provider, comes back, and it goes on from there', async () => {
    const page = await detect('granted')
    await page.getByLabel('Sign-in').selectOption({ label: 'OAuth 2.0 authorization code' })
    await page.getByLabel('Client id').fill('desk')
    await page.getByLabel('Authorization url').fill(`${provider.address()}/authorize`)
    await page.getByLabel('Token url').fill(`${provider.address()}/token`)
    for (const environment of ['development', 'production']) {
      await press(page)
      const step = page.getByRole('listitem').filter({ hasText: `Connect ${environment}` })
      const opened = page.context().waitForEvent('page')
      await step.getByRole('link', { name: 'Give access at the provider' }).click()
      const other = await opened
      await seen(other.getByRole('heading', { name: 'Connected' }))
      if (environment === 'development') await other.close()
      else await other.getByRole('link', { name: 'go on to granted' }).click()
    }
    // Who stays in the other window stands at the provider; here the button goes on.
    await expect.poll(() => page.context().pages().at(-1)?.url()).toMatch(/providers\/granted$/)
    await press(page)
    await page.waitForURL(/schema\/operations/)
    await expect
      .poll(() => find('granted'))
      .toMatchObject({
        environments: { development: { connected: true }, production: { connected: true } },
      })
  })

  test('an address that opens the form executes nothing', async () => {
    const page = await open('/providers')
    const sent: string[] = []
    page.on('request', (request) => sent.push(request.method()))
    await page.goto(
      `${new URL(page.url()).origin}/providers/new?pack=stripe&source=https%3A%2F%2Facme.example&run=1`,
    )
    await seen(page.getByRole('textbox', { name: /^Name/ }))
    expect([...new Set(sent)]).toEqual(['GET'])
    await expect.poll(() => find('stripe')).toBeUndefined()
  })
})
