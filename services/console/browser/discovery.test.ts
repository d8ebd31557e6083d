import { describe, expect, test } from 'vitest'
import { findingsOf } from './axe.ts'
import { chromiumPath } from './chromium.ts'
import { useConsole } from './console-session.ts'
import { useLocalProvider } from './local-provider.ts'
import { gone, seen } from './seen.ts'

describe.skipIf(chromiumPath === undefined)('a discovery that takes a while', () => {
  const { open, api } = useConsole()
  const provider = useLocalProvider()
  const register = async (kind: string): Promise<void> => {
    const slot = { baseUrl: provider.address() }
    const source = { url: `${provider.address()}/openapi.json` }
    const environments = { development: slot, production: slot }
    await api('POST', '/integrations', { kind, name: kind, type: 'openapi', source, environments })
    const credentials = { api_key: provider.key, in: 'header', name: 'X-Desk-Key' }
    for (const environment of ['development', 'production'])
      await api('POST', `/integrations/${kind}/connect`, { environment, credentials })
  }

  test('is taken up again by a reload and by another page, and its end opens the schema', async () => {
    await register('slow')
    provider.hold()
    const page = await open('/providers/slow')
    await page.getByRole('button', { name: 'Discover', exact: true }).click()
    const bar = page.getByRole('region', { name: 'Discovery' })
    await seen(bar.getByText('Fetching'))
    expect(await findingsOf(page)).toEqual([])
    await page.reload()
    await seen(bar.getByText('Fetching'))
    const other = await open('/providers/slow')
    await seen(other.getByRole('region', { name: 'Discovery' }).getByText('Fetching'))
    provider.letGo()
    await page.waitForURL(/providers\/slow\/schema\/operations/)
    await other.waitForURL(/providers\/slow\/schema\/operations/)
    await seen(page.getByText('List contacts'))
  })

  test('is cancelled, which is said, and can be begun again', async () => {
    await register('stopped')
    provider.hold()
    const page = await open('/providers/stopped')
    await page.getByRole('button', { name: 'Discover', exact: true }).click()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await seen(page.getByText('The discovery was cancelled'))
    await gone(page.getByRole('region', { name: 'Discovery' }))
    provider.letGo()
    await page.getByRole('button', { name: 'Discover', exact: true }).click()
    await page.waitForURL(/providers\/stopped\/schema\/operations/)
  })
})
