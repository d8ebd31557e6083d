import { describe, expect, test } from 'vitest'
import { chromiumPath } from './chromium.ts'
import { useConsole } from './console-session.ts'
import { makeDriftingProvider } from './drifting-provider.ts'
import { seen } from './seen.ts'

describe.skipIf(chromiumPath === undefined)('the changes of a provider', () => {
  const { open, api, server, firstAgent } = useConsole()

  test('are told in words, with what breaks, the skills that feel it, and a decision that is remembered', async () => {
    const provider = await makeDriftingProvider(api, await firstAgent(), 'books')
    const path = `/providers/${provider.kind}/changes`
    const page = await open(path)
    await seen(page.getByText('there is nothing to compare'))
    await provider.rename('"bookTitle"', '"book_title"')
    await page.goto(server().address + path)
    await seen(page.getByText('"bookTitle" is gone.'))
    await seen(page.getByRole('link', { name: /list_books/ }))
    const renames = page.getByRole('region', { name: 'Looks renamed' })
    await renames.getByRole('button', { name: 'It is none bookTitle book_title' }).click()
    await seen(renames.getByRole('button', { name: 'Not renamed bookTitle book_title' }))
    // Taken back and made again, the guess is the same and so is what was said of it.
    await provider.rename('"book_title"', '"bookTitle"')
    await provider.rename('"bookTitle"', '"book_title"')
    await page.goto(server().address + path)
    await seen(page.getByRole('button', { name: 'Not renamed bookTitle book_title' }))
    await page.getByRole('button', { name: /^fits/ }).click()
    await page.waitForURL(/impact=compatible/)
    await seen(page.getByText('There is no such change between the two.'))
    await page.getByRole('link', { name: /list_books/ }).click()
    await page.waitForURL(/review\?type=drift&item=/)
    await seen(page.getByRole('button', { name: /^Accept/ }))
  })

  test('between two that are not there say so, with a way on', async () => {
    const page = await open('/providers/clinic/changes/sha256:aa..sha256:bb')
    await seen(page.getByRole('alert').filter({ hasText: 'has no catalog "sha256:aa"' }))
    await expect.poll(() => page.getByRole('button', { name: 'Try again' }).count()).toBeGreaterThan(0)
  })
})
