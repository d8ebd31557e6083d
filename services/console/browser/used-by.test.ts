import { describe, expect, test } from 'vitest'
import { findingsOf } from './axe.ts'
import { chromiumPath } from './chromium.ts'
import { useConsole } from './console-session.ts'
import { countClicks } from './count-clicks.ts'
import { seen } from './seen.ts'

describe.skipIf(chromiumPath === undefined)('who uses a field', () => {
  const { open, firstAgent } = useConsole()

  test('is said after two clicks, with a link to the binding and whether it is published', async () => {
    const page = await open('/providers/clinic/schema/objects')
    const clicks = await countClicks(page)
    await page
      .getByRole('listbox', { name: 'Objects' })
      .getByRole('option', { name: /^Patient \d/ })
      .click()
    await page.getByRole('button', { name: 'Used by: Patient.fullName' }).click()
    const sheet = page.getByRole('dialog', { name: 'Used by' })
    await seen(sheet.getByText('published'))
    await expect.poll(() => clicks()).toBe(2)
    await seen(sheet.getByText('Reads it and gives it as'))
    expect(await findingsOf(page)).toEqual([])
    await sheet.getByRole('link').first().click()
    await page.waitForURL(new RegExp(`agents/${await firstAgent()}/bindings/`))
  })

  test('is nobody, and that is said; of an operation too, on a phone', async () => {
    const page = await open('/providers/clinic/schema/objects/Patient?field=dateOfBirth', { width: 375 })
    await page.getByRole('button', { name: 'Used by: Patient.dateOfBirth' }).click()
    await seen(page.getByText('Nobody: no skill of any agent reads it'))
    await page.keyboard.press('Escape')
    await page.goto(new URL('/providers/clinic/schema/operations/cancelAppointment', page.url()).href)
    await page.getByRole('button', { name: 'Used by', exact: true }).click()
    await seen(page.getByText('Nobody: no skill of any agent calls it'))
    expect(await findingsOf(page)).toEqual([])
    await page.goto(new URL('/providers/clinic/schema/operations/searchPatients', page.url()).href)
    await page.getByRole('button', { name: 'Used by', exact: true }).click()
    await seen(page.getByRole('dialog', { name: 'Used by' }).getByText('Calls it.'))
  })
})
