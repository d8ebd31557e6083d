import type { BrowserContext, Page } from '../../../services/console/browser/chromium.ts'
import { z } from 'zod'
import { quantile } from './figure.ts'

const Times = z.array(z.number())

/** A page on a machine four times slower. */
export async function openSlowly(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  return page
}

/** Largest contentful paint of an address, in ms since it was asked for. */
export async function paintOf(context: BrowserContext, address: string, ready: string): Promise<number> {
  const page = await openSlowly(context)
  await page.goto(address)
  await page.locator(ready).first().waitFor()
  const at = await page.evaluate(`new Promise((resolve) => {
    new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime)).observe({ type: 'largest-contentful-paint', buffered: true })
  })`)
  await page.close()
  return z.number().parse(at)
}

/** From a key in the input to the frame that shows what it did: ms, 95 of 100 keys. */
export async function keyToPaint(page: Page, input: string, words: readonly string[]): Promise<number> {
  await page.evaluate(`(() => {
    globalThis.paints = []
    document.querySelector(${JSON.stringify(input)}).addEventListener('keydown', () => {
      const at = performance.now()
      requestAnimationFrame(() => requestAnimationFrame(() => paints.push(performance.now() - at)))
    })
  })()`)
  for (const word of words) {
    await page.locator(input).fill('')
    await page.locator(input).pressSequentially(word, { delay: 60 })
  }
  return quantile(Times.parse(await page.evaluate('paints')), 0.95)
}

/** Between two frames while the list is scrolled: ms, 95 of 100 frames. */
export async function scrollFrames(page: Page, list: string): Promise<number> {
  const times = await page.evaluate(`new Promise((resolve) => {
    const list = document.querySelector(${JSON.stringify(list)})
    const gaps = []
    let last = performance.now()
    const step = (now) => {
      gaps.push(now - last)
      last = now
      list.scrollTop += 240
      if (gaps.length < 240) requestAnimationFrame(step)
      else resolve(gaps.slice(1))
    }
    requestAnimationFrame(step)
  })`)
  return quantile(Times.parse(times), 0.95)
}

export const elementsOf = async (page: Page): Promise<number> =>
  z.number().parse(await page.evaluate('document.querySelectorAll("*").length'))
