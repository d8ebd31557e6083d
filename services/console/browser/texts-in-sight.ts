import type { Page } from 'playwright-core'
import { z } from 'zod'

const Texts = z.array(z.string())

/** Every text that a reader of the page sees and that a translation would change, by its place in the document; once each. */
export async function textsInSight(page: Page): Promise<string[]> {
  return Texts.parse(
    await page.evaluate(`(() => {
      const texts = new Set()
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
      while (walker.nextNode()) {
        const { parentElement, data } = walker.currentNode
        if (data.trim() !== '' && parentElement.closest('[translate=no]') === null && parentElement.checkVisibility({ visibilityProperty: true })) texts.add(data.trim())
      }
      return [...texts]
    })()`),
  )
}

/**
 * Texts that their box cuts. What ends in an ellipsis on purpose is a name, whole elsewhere on the page; what is for screen
 * readers alone is cut for eyes.
 */
export async function clippedTexts(page: Page): Promise<string[]> {
  return Texts.parse(
    await page.evaluate(`(() => {
      const cuts = []
      for (const element of document.querySelectorAll('button, a, label, h1, h2, h3, th, legend, p, small, b, summary, [role="tab"]')) {
        const { overflowX, textOverflow } = getComputedStyle(element)
        if (overflowX === 'visible' || textOverflow === 'ellipsis' || element.closest('.sr')) continue
        if (element.scrollWidth > element.clientWidth + 1 && element.checkVisibility()) cuts.push(element.textContent.trim())
      }
      return cuts
    })()`),
  )
}
