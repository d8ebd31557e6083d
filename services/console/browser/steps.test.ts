import type { Locator, Page } from 'playwright-core'
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
  const yamlOf = async (page: Page): Promise<string> => {
    await page.getByRole('button', { name: 'YAML' }).click()
    const text = await page.getByRole('textbox', { name: 'The binding as YAML' }).inputValue()
    await page.getByRole('button', { name: 'YAML' }).click()
    return text
  }
  const hasFocus = (within: Locator): Promise<boolean> =>
    within.evaluate((element) => element.contains(document.activeElement))
  const rewrite = async (page: Page, change: (yaml: string) => string): Promise<void> => {
    await page.getByRole('button', { name: 'YAML' }).click()
    const text = page.getByRole('textbox', { name: 'The binding as YAML' })
    await text.fill(change(await text.inputValue()))
    await page.getByRole('button', { name: 'Apply' }).click()
    await page.getByRole('button', { name: 'YAML' }).click()
  }
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
    await second.getByRole('button', { name: /^fullName/ }).click()
    await rewrite(page, (yaml) => yaml.replace('from: patient.phone', 'from: patient.phon'))
    const problems = page.getByRole('region', { name: 'Problems' })
    await problems.getByRole('button', { name: 'Use "phone"' }).click()
    await gone(problems.getByRole('button', { name: 'Use "phone"' }))
    await seen(problems.getByText('none', { exact: true }))

    const trial = page.getByRole('region', { name: 'Test', exact: true })
    await trial.getByRole('textbox', { name: 'caller_phone' }).fill('+31612345678')
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
          inputs: [{ from: 'patient.phone', argument: 'phone' }],
        },
      ],
      projection: [
        { path: 'patient.fullName', leaf: 'full_name' },
        { path: 'customers_by_phone.fullName', leaf: 'customers_by_phone_full_name' },
      ],
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

  test('counts of a step are given to agents by a switch, and keys go on where a step was added or taken out', async () => {
    const page = await open(`/agents/${await firstAgent()}/steps/new`)
    await expect
      .poll(() => page.getByRole('button', { name: 'Save' }).getAttribute('title'))
      .toBe('Add a step first.')
    await addStep(page, 'bookings', 'invoices.aggregate')
    const counted = step(page, 1)
    await expect.poll(() => hasFocus(counted)).toBe(true)
    await counted.getByRole('switch', { name: 'row_count' }).click()
    await expect.poll(() => yamlOf(page)).toContain('path: invoices_aggregate.row_count')
    await addStep(page, 'clinic', 'searchPatients')
    await expect.poll(() => hasFocus(step(page, 2))).toBe(true)
    await page.getByRole('button', { name: 'Remove the step search_patients' }).click()
    await expect.poll(() => hasFocus(counted)).toBe(true)
    await page.getByRole('button', { name: 'Remove the step invoices_aggregate' }).click()
    await expect.poll(() => hasFocus(page.getByLabel('Provider'))).toBe(true)
  })

  test('a step whose operation is gone can call another one', async () => {
    const page = await open(`/agents/${await firstAgent()}/steps/new`)
    await addStep(page, 'clinic', 'searchPatients')
    await seen(step(page, 1).getByRole('heading', { name: 'Arguments' }))
    await rewrite(page, (yaml) => yaml.replace('operation: searchPatients', 'operation: searchNobody'))
    await step(page, 1).getByRole('button', { name: 'Call another operation' }).click()
    await step(page, 1).getByLabel('Operation', { exact: true }).fill('getPatient')
    await step(page, 1).getByRole('button', { name: 'Call this one' }).click()
    await seen(step(page, 1).getByText('getPatient'))
    await seen(step(page, 1).getByRole('heading', { name: 'Arguments' }))
  })
})
