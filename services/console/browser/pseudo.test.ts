import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath } from './chromium.ts'
import { useConsole } from './console-session.ts'
import { everyPage } from './every-page.ts'
import { clippedTexts, textsInSight } from './texts-in-sight.ts'
import { widthOf } from './width-of.ts'
import { seen } from './seen.ts'

describe.skipIf(chromiumPath === undefined)('in a language that is 40 % longer', () => {
  const session = useConsole()
  const { open, server } = session
  let pages: readonly string[] = []
  beforeAll(async () => {
    pages = await everyPage(session)
  })

  test.each([0, 1])(
    'no page clips a sentence, is wider, or says what no catalogue holds: part %d',
    async (part) => {
      const page = await open('/?locale=pseudo')
      const untold = keepAnswers(page)
      const faults: unknown[] = []
      for (const path of pages.filter((_, at) => at % 2 === part)) {
        await page.goto(`${server().address}${path}${path.includes('?') ? '&' : '?'}locale=pseudo`)
        await seen(page.locator('main h1'))
        await expect.poll(() => page.locator('main [role="status"] > i').count()).toBe(0)
        for (const width of [375, 1280]) {
          await page.setViewportSize({ width, height: 800 })
          const foreign = await untold((await textsInSight(page)).filter((text) => !isDressed(text)))
          const clipped = await clippedTexts(page)
          const wider = (await widthOf(page)) - width
          if (foreign.length + clipped.length > 0 || wider > 0)
            faults.push({ path, width, foreign, clipped, wider })
        }
      }
      expect(faults).toEqual([])
    },
  )
})

/** Names of formats and programs are the same in every language. */
const names = ['YAML', 'HTTP', 'stdio', 'mcp.json', 'Claude Code']

/** A sentence of the catalogue carries accents, or the tildes that make it longer; and all that it has a hole for. */
const isDressed = (text: string): boolean =>
  !/\{\w+\}/.test(text) && (/[~áéíóúñçšýÁÉÍÓÚ]/.test(text) || !/[a-z]{2}/i.test(text) || names.includes(text))

/**
 * Texts that did not come from the server, whole or as a row of names: what a thing is called there is in no catalogue. A page
 * shows an answer before its bytes are here too, so what is under way is waited for.
 */
function keepAnswers(page: Page): (texts: readonly string[]) => Promise<readonly string[]> {
  let answers = ''
  const underWay: Promise<void>[] = []
  page.on('response', (response) => {
    const isStream = response.headers()['content-type']?.startsWith('text/event-stream') === true
    // A stream ends with its page.
    if (!response.url().includes('/api/v1/') || isStream) return
    const kept = response.text().then(
      (text) => {
        answers += text
      },
      () => undefined,
    )
    underWay.push(kept)
  })
  const isTold = (text: string): boolean => answers.includes(JSON.stringify(text).slice(1, -1))
  return async (texts) => {
    await Promise.all(underWay)
    return texts.filter((text) => !isDocument(text) && !text.split(/ · |, |; /).every(isTold))
  }
}

/** What a machine sent or got, laid out anew. */
function isDocument(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object'
  } catch {
    return false
  }
}
