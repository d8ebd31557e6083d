import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { chromiumPath } from './chromium.ts'
import { useConsole } from './console-session.ts'
import { gone, seen } from './seen.ts'

const Ran = z.object({ data: z.object({ executionId: z.string() }) })
const Saved = z.object({ data: z.object({ functionName: z.string(), binding: z.unknown() }) })

describe.skipIf(chromiumPath === undefined)('a skill of several steps', () => {
  const { open, api, firstAgent } = useConsole()

  const addStep = async (page: Page, provider: string, operation: string): Promise<void> => {
    await page.getByLabel('Provider').selectOption(provider)
    await page.getByLabel('Operation', { exact: true }).fill(operation)
    await page.getByRole('button', { name: 'Add step' }).click()
  }
  const step = (page: Page, number: number) => page.getByRole('region', { name: `Step ${number}:` })
  const call = async (skill: string, phone: string): Promise<string> => {
    const ran = await api('POST', `/agents/${await firstAgent()}/skills/${skill}/execute`, {
      params: { caller_phone: phone },
    })
    return Ran.parse(ran).data.executionId
  }

  test('is made over two providers by clicks, mended by a fix, tried, saved, and seen as it ran', async () => {
    const agent = await firstAgent()
    const page = await open(`/agents/${agent}`)
    await page.getByRole('link', { name: 'New skill of several steps' }).click()
    await addStep(page, 'clinic', 'searchPatients')
    const first = step(page, 1)
    await first.getByLabel('Called', { exact: true }).fill('patient')
    await first.getByLabel('Called', { exact: true }).press('Enter')
    await first.getByLabel('Goes on with').selectOption('one')
    await first.getByRole('combobox', { name: 'Where phone comes from' }).click()
    await page.getByRole('option', { name: 'caller_phone' }).click()
    await first.getByRole('button', { name: /^fullName/ }).click()

    await addStep(page, 'support', 'customersByPhone')
    const second = step(page, 2)
    await second.getByRole('button', { name: 'Change where phone comes from' }).click()
    await page.getByRole('option', { name: 'patient.phone' }).click()
    await second.getByLabel('Goes on with').selectOption('one')
    const problems = page.getByRole('region', { name: 'Problems' })
    await problems.getByRole('button', { name: 'Use "nodes"' }).click()
    await gone(problems.getByRole('button', { name: 'Use "nodes"' }))
    await second.getByRole('button', { name: /^fullName/ }).click()
    await seen(problems.getByText(/^none|^\d+ warning/))

    const trial = page.getByRole('region', { name: 'Test', exact: true })
    await trial.getByRole('button', { name: 'Run', exact: true }).click()
    await seen(trial.getByRole('row', { name: /patient.*searchPatients.*succeeded/ }))

    await page.getByRole('button', { name: 'Save' }).click()
    await page.waitForURL(/bindings\/[0-9a-f-]{36}/)
    const [, skillId = ''] = /bindings\/([^/?]+)/.exec(page.url()) ?? []
    const { functionName, binding } = Saved.parse(
      await api('GET', `/agents/${agent}/bindings/${skillId}`),
    ).data
    expect(binding).toMatchObject({
      steps: [
        {
          id: 'patient',
          integration: 'clinic',
          take: 'one',
          inputs: [{ param: 'caller_phone', argument: 'phone' }],
        },
        {
          integration: 'support',
          take: 'one',
          rows: 'nodes',
          inputs: [{ from: 'patient.phone', argument: 'phone' }],
        },
      ],
      projection: [{ path: 'patient.fullName' }, { path: 'customers_by_phone.fullName' }],
    })
    await page.getByRole('button', { name: 'Enable' }).click()
    await page.waitForURL(/agents\/[0-9a-f-]{36}$/)
    await seen(page.getByText('clinic, support · 2 steps'))
    await api('POST', `/agents/${agent}/publish`, {})

    await page.goto(`${new URL(page.url()).origin}/activity/${await call(functionName, '+31612345678')}`)
    const table = page.getByRole('table')
    await seen(
      table.getByRole('row', {
        name: /patient.*clinic · searchPatients.*succeeded.*ran once · 1 row · 1 request/,
      }),
    )
    await seen(table.getByRole('row', { name: /customers_by_phone.*support · customersByPhone/ }))

    await page.goto(`${new URL(page.url()).origin}/activity/${await call(functionName, '+31600000000')}`)
    await seen(page.getByText('The step patient found nothing. Later steps were not run.'))
    await page.getByRole('link', { name: 'Open the skill' }).click()
    await seen(step(page, 1).getByRole('button', { name: /searchPatients/ }))
  })
})
