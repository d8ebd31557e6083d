import type { Page } from 'playwright-core'

/** Counts what a person does on a page from now on: clicks, and Enter where it is pressed. Typing is not counted. */
export async function countClicks(page: Page): Promise<() => Promise<number>> {
  const script = `
    globalThis.clicksOfTheTest = 0
    addEventListener('pointerdown', () => { clicksOfTheTest += 1 }, true)
    addEventListener('keydown', (event) => { if (event.key === 'Enter') clicksOfTheTest += 1 }, true)
  `
  await page.evaluate(script)
  return async () => Number(await page.evaluate('clicksOfTheTest'))
}
