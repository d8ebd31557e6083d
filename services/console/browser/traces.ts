import type { Page } from 'playwright-core'

/** All that a page keeps or shows in its markup, its address and its history. */
export const keptBy = async (page: Page): Promise<string> =>
  String(
    await page.evaluate(
      'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.documentElement.outerHTML, location.href, history.state, document.cookie, document.title])',
    ),
  )

/** The addresses that a page goes to or asks, and what it writes to the console, from now on. */
export function listen(page: Page): readonly string[] {
  const heard: string[] = []
  page.on('framenavigated', (frame) => heard.push(frame.url()))
  page.on('request', (request) => heard.push(request.url()))
  page.on('console', (line) => heard.push(line.text()))
  return heard
}
