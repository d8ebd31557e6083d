import { describe, expect, test } from 'vitest'
import { chromiumPath } from './chromium.ts'
import { useConsole } from './console-session.ts'
import { useLocalProvider } from './local-provider.ts'
import { keptBy, listen } from './traces.ts'
import { seen } from './seen.ts'

const canary = 'canary-Zk41-pw'

describe.skipIf(chromiumPath === undefined)('a secret that is typed in the way in', () => {
  const { open } = useConsole()
  const provider = useLocalProvider()

  test('stands in no markup, storage, address or line of the console, refused or taken', async () => {
    const page = await open('/providers/new')
    const heard = listen(page)
    const kept: string[] = []
    await page.getByRole('textbox', { name: 'Use your own API' }).fill(provider.document())
    await page.getByRole('button', { name: 'Detect' }).click()
    const field = page.getByLabel('Api key')
    await field.fill(canary)
    kept.push(await keptBy(page))
    await page.getByRole('button', { name: 'Production' }).click()
    await expect.poll(() => field.inputValue()).toBe(canary)
    kept.push(await keptBy(page))
    await page.getByRole('button', { name: 'Test' }).click()
    await seen(page.getByRole('region', { name: 'Check' }).getByRole('listitem'))
    kept.push(await keptBy(page))
    await page.getByRole('button', { name: 'Connect and discover' }).click()
    await seen(page.getByRole('alert'))
    kept.push(await keptBy(page))
    await page.getByRole('button', { name: 'Copy as curl' }).click()
    await seen(page.getByText('Copied'))
    const copied = String(await page.evaluate('navigator.clipboard.readText()'))
    expect(copied).toContain('<api_key>')
    await page.getByRole('button', { name: 'Both' }).click()
    await field.fill(provider.key)
    await page.getByRole('button', { name: 'Connect and discover' }).click()
    await page.waitForURL(/schema\/operations/)
    kept.push(await keptBy(page))
    const all = [...heard, ...kept, copied].join('\n')
    expect(all).not.toContain(canary)
    expect(all).not.toContain(provider.key)
  })

  test('a password in a DSN fills its field and is in no address, request, markup or history', async () => {
    const page = await open('/providers')
    const heard = listen(page)
    const bodies: string[] = []
    page.on('request', (request) => bodies.push(request.postData() ?? ''))
    const dsn = `postgres://reader:${canary}@127.0.0.1:6543/orders`
    // As it is pasted, at once.
    await page.getByRole('searchbox').fill(dsn)
    const box = page.getByRole('textbox', { name: 'Use your own API' })
    await seen(box)
    await expect.poll(() => box.inputValue()).toBe(dsn)
    await expect.poll(() => page.evaluate('JSON.stringify(history.state)')).not.toContain(canary)
    const before = await keptBy(page)
    await page.keyboard.press('Enter')
    await seen(page.getByRole('dialog', { name: 'Connect orders' }))
    await expect.poll(() => page.getByLabel('Password').inputValue()).toBe(canary)
    expect(bodies.some((body) => body.includes('postgres://reader@127.0.0.1:6543/orders'))).toBe(true)
    const all = [...heard, ...bodies, before, await keptBy(page)].join('\n')
    expect(all).not.toContain(canary)
    await page.reload()
    await seen(box)
    await expect.poll(() => box.inputValue()).toBe('')
  })
})
