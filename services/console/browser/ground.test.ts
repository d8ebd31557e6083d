import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { findingsOf } from './axe.ts'
import { chromiumPath } from './chromium.ts'
import { useConsole } from './console-session.ts'
import { everyPage } from './every-page.ts'
import { widthOf } from './width-of.ts'
import { seen } from './seen.ts'

describe.skipIf(chromiumPath === undefined)('the ground of the console', () => {
  const session = useConsole()
  const { open, server } = session
  let pages: readonly string[] = []
  beforeAll(async () => {
    pages = await everyPage(session)
  })

  test('the link that a start prints signs in, once, and leaves the address', async () => {
    const page = await open('/providers')
    expect(page.url()).toBe(`${server().address}/providers`)
    await page.context().clearCookies()
    await page.goto(server().link)
    await seen(page.getByRole('alert').filter({ hasText: 'older than 10 minutes' }))
    expect(page.url()).not.toContain('code')
  })

  test('a link leaves the address of who is signed in already, too', async () => {
    const page = await open('/agents')
    await page.goto('about:blank')
    await page.goto(server().link)
    await seen(page.getByText('older than 10 minutes'))
    expect(page.url()).not.toContain('code')
  })

  test('a key signs in, and is kept nowhere', async () => {
    const page = await open('/')
    await page.context().clearCookies()
    await page.goto(`${server().address}/agents`)
    await page.getByLabel('API key').fill(server().apiKey)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await seen(page.getByRole('heading', { name: 'Agents' }))
    const kept = await page.evaluate(
      'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.documentElement.outerHTML, location.href])',
    )
    expect(kept).not.toContain(server().apiKey)
  })

  test('the pages hold to the security policy', async () => {
    const answer = await fetch(`${server().address}/providers`, { headers: { accept: 'text/html' } })
    const policy = answer.headers.get('content-security-policy') ?? ''
    expect(policy).not.toContain('unsafe')
    expect(policy).toContain("require-trusted-types-for 'script'")
  })

  // A part each: all of them take longer than a test may on a machine that is loaded.
  test.each([0, 1, 2, 3])(
    'axe finds nothing on any page in both themes at 1280 and 375 px, and no page is wider: part %d',
    async (part) => {
      const page = await open('/')
      for (const path of pages.filter((_, at) => at % 4 === part)) {
        await page.goto(server().address + path)
        await seen(page.locator('main h1'))
        // What is still on its way is bars.
        await expect.poll(() => page.locator('main [role="status"] > i').count()).toBe(0)
        for (const look of looks) {
          await wear(page, look)
          const found = await findingsOf(page, look.by)
          const wider = (await widthOf(page)) - look.width
          expect({ path, look, found, isWider: wider > 0 }).toEqual({ path, look, found: [], isWider: false })
        }
      }
    },
  )
})

/** At each size everything is looked at in one theme; the other theme changes colours alone. */
const looks = [
  { width: 1280, colorScheme: 'light', by: 'all' },
  { width: 1280, colorScheme: 'dark', by: 'colours' },
  { width: 375, colorScheme: 'dark', by: 'all' },
  { width: 375, colorScheme: 'light', by: 'colours' },
] as const

/** A page in another size and theme, as it is once it has been drawn. */
async function wear(page: Page, { width, colorScheme }: (typeof looks)[number]): Promise<void> {
  await page.setViewportSize({ width, height: 800 })
  // A colour on its way to another one has the contrast of neither.
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
}
