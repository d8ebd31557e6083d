import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { findingsOf } from './axe.ts'
import { chromiumPath } from './chromium.ts'
import { useConsole } from './console-session.ts'
import { seen } from './seen.ts'

const Agent = z.object({ data: z.object({ id: z.string(), timezone: z.string().nullable() }) })

describe.skipIf(chromiumPath === undefined)('time zones', () => {
  const { open, api } = useConsole()

  test('that of an agent is chosen, shown and taken away', async () => {
    const { id } = Agent.parse(await api('POST', '/agents', { name: 'Zoned' })).data
    const kept = async () => Agent.parse(await api('GET', `/agents/${id}`)).data.timezone
    const page = await open(`/agents/${id}`)
    await page.getByRole('button', { name: 'No time zone' }).click()
    const dialog = page.getByRole('dialog', { name: 'Time zone' })
    await dialog.getByLabel('Time zone').selectOption('Europe/Amsterdam')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: 'Europe/Amsterdam' }).click()
    await expect.poll(() => kept()).toBe('Europe/Amsterdam')
    await dialog.getByLabel('Time zone').selectOption('')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await seen(page.getByRole('button', { name: 'No time zone' }))
    await expect.poll(() => kept()).toBeNull()
  })

  test('that of a provider is declared for one environment, and its address stays', async () => {
    const Slots = z.object({
      data: z.object({
        environments: z.record(
          z.string(),
          z.object({ timezone: z.string().nullable(), baseUrl: z.string() }),
        ),
      }),
    })
    const slots = async () => Slots.parse(await api('GET', '/integrations/clinic')).data.environments
    const before = await slots()
    const page = await open('/providers/clinic')
    const row = page.getByRole('listitem').filter({ hasText: 'production' })
    await row.getByRole('button', { name: 'No time zone' }).click()
    const dialog = page.getByRole('dialog', { name: 'Time zone' })
    await dialog.getByLabel('Time zone').selectOption('Europe/Amsterdam')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await seen(row.getByRole('button', { name: 'Europe/Amsterdam' }))
    const { production, development } = await slots()
    expect(production).toEqual({ ...before['production'], timezone: 'Europe/Amsterdam' })
    expect(development?.timezone).toBeNull()
    expect(await findingsOf(page)).toEqual([])
  })

  test('that of a database is asked for with its login', async () => {
    const page = await open('/providers/new')
    await page.getByRole('textbox', { name: 'Use your own API' }).fill('postgres://desk@127.0.0.1:1/orders')
    await page.getByRole('button', { name: 'Detect' }).click()
    const form = page.getByRole('dialog')
    await form.getByText(/more/i).first().click()
    await form.getByLabel('Timezone').selectOption('Europe/Amsterdam')
    await expect
      .poll(() => form.getByText('Columns without a time zone hold moments of this one').count())
      .toBe(1)
  })

  test('how many calls go to a provider at once is set for one environment, and set back', async () => {
    const page = await open('/providers/clinic')
    const row = page.getByRole('listitem').filter({ hasText: 'production' })
    await row.getByRole('button', { name: '32 calls at once' }).click()
    const dialog = page.getByRole('dialog', { name: 'Calls at once' })
    await dialog.getByLabel('Under way').fill('0')
    await seen(dialog.getByText('A whole number from 1 to 64.'))
    await dialog.getByLabel('Under way').fill('8')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await row.getByRole('button', { name: '8 calls at once' }).click()
    await dialog.getByRole('button', { name: 'As is usual' }).click()
    await seen(row.getByRole('button', { name: '32 calls at once' }))
  })
})
