import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { z } from 'zod'

const Report = z.object({
  violations: z.array(
    z.object({
      id: z.string(),
      nodes: z.array(z.object({ target: z.array(z.unknown()), html: z.string() })),
    }),
  ),
})
const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const rules = {
  /** WCAG 2.2 AA. */
  all: { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
  /** What another theme can change of a page, and nothing else can. */
  colours: { runOnly: ['color-contrast', 'link-in-text-block'] },
} as const

/** What axe finds on the page, one line per element. */
export async function findingsOf(page: Page, by: keyof typeof rules = 'all'): Promise<string[]> {
  if (!(await page.evaluate("'axe' in globalThis"))) await page.evaluate(source)
  const report = await page.evaluate(`axe.run(${JSON.stringify(rules[by])})`)
  return Report.parse(report).violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, html }) => `${id} at ${String(target)}: ${html.slice(0, 200)}`),
  )
}
