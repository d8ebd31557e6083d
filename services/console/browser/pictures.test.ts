import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { chromiumPath } from './chromium.ts'
import { useConsole } from './console-session.ts'
import { seen } from './seen.ts'

/** Where the pictures of the README are written to; nowhere when it is not said, since a test leaves the sources alone. */
const folder = process.env['BINDERY_PICTURES']

interface Picture {
  readonly name: string
  readonly path: (agent: string) => string
  /** Leads to what is to be seen, and fails when it is not there any more. */
  readonly show: (page: Page) => Promise<void>
}

const pictures: readonly Picture[] = [
  {
    name: 'schema',
    path: () => '/providers/clinic/schema/operations/searchPatients',
    show: (page) => seen(page.getByText('contact data')),
  },
  {
    name: 'editor',
    path: (agent) => `/agents/${agent}/bindings/new?provider=clinic&operation=searchPatients`,
    show: async (page) => {
      await page.getByRole('button', { name: 'Test', exact: true }).click()
      await seen(page.getByRole('region', { name: 'Test' }).getByText('200'))
    },
  },
  {
    name: 'draft',
    path: (agent) =>
      `/agents/${agent}/auto?provider=clinic&goal=find+a+patient+by+phone+number+and+return+the+file+number`,
    show: async (page) => {
      await page.getByRole('button', { name: 'Propose' }).click()
      await seen(page.getByRole('button', { name: 'Accept and enable' }))
    },
  },
  {
    name: 'publish',
    path: (agent) => `/agents/${agent}`,
    show: (page) => seen(page.getByRole('button', { name: 'Publish version 2' })),
  },
]

describe.skipIf(chromiumPath === undefined)('the pictures of the README', () => {
  const { open, firstAgent } = useConsole()

  for (const { name, path, show } of pictures)
    test(`${name} shows what it is a picture of`, async () => {
      const page = await open(path(await firstAgent()))
      await show(page)
      const taken = await page.screenshot({ animations: 'disabled' })
      if (folder !== undefined) {
        mkdirSync(folder, { recursive: true })
        writeFileSync(join(folder, `${name}.png`), taken)
      }
      // Width and height stand behind the signature and the first chunk's head.
      expect([taken.readUInt32BE(16), taken.readUInt32BE(20)]).toEqual([1280, 800])
    })
})
