import type { Page } from 'playwright-core'

/** How wide a page is, once its letters are there: until then others stand in for them, which are wider or narrower. */
export async function widthOf(page: Page): Promise<number> {
  return Number(await page.evaluate('document.fonts.ready.then(() => document.documentElement.scrollWidth)'))
}
