import { describe, expect, test } from 'vitest'
import { chromiumPath } from './chromium.ts'
import { useConsole } from './console-session.ts'
import { makeDriftingProvider } from './drifting-provider.ts'

describe.skipIf(chromiumPath === undefined)('the changes of a provider', () => {
  const { open, api, server, firstAgent } = useConsole()

  test('are told in words, with what breaks, the skills that feel it, and a decision that is remembered', async () => {
    const provider = await makeDriftingProvider(api, await firstAgent(), 'books')
    const path = `/providers/${provider.kind}/changes`
    const page = await open(path)
    await page.getByText('there is nothing to compare').waitFor()
    await provider.rename('"bookTitle"', '"book_title"')
    await page.goto(server().address + path)
    await page.getByText('"bookTitle" is gone.').waitFor()
    await page.getByRole('link', { name: /list_books/ }).waitFor()
    const renames = page.getByRole('region', { name: 'Looks renamed' })
    await renames.getByRole('button', { name: 'It is none bookTitle book_title' }).click()
    await renames.getByRole('button', { name: 'Not renamed bookTitle book_title' }).waitFor()
    // Taken back and made again, the guess is the same and so is what was said of it.
    await provider.rename('"book_title"', '"bookTitle"')
    await provider.rename('"bookTitle"', '"book_title"')
    await page.goto(server().address + path)
    await page.getByRole('button', { name: 'Not renamed bookTitle book_title' }).waitFor()
    await page.getByRole('button', { name: /^fits/ }).click()
    await page.waitForURL(/impact=compatible/)
    await page.getByText('There is no such change between the two.').waitFor()
    await page.getByRole('link', { name: /list_books/ }).click()
    await page.waitForURL(/review\?type=drift&item=/)
    await page.getByRole('button', { name: /^Accept/ }).waitFor()
  })

  test('between two that are not there say so, with a way on', async () => {
    const page = await open('/providers/clinic/changes/sha256:aa..sha256:bb')
    await page.getByRole('alert').filter({ hasText: 'has no catalog "sha256:aa"' }).waitFor()
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBeGreaterThan(0)
  })
})
