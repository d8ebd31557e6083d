import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { chromiumPath } from './chromium.ts'
import { useConsole } from './console-session.ts'
import { seen } from './seen.ts'

const document = {
  arazzo: '1.0.1',
  info: { title: 'Reception', version: '1' },
  sourceDescriptions: [{ name: 'praxis', url: './praxis.json', type: 'openapi' }],
  workflows: [
    {
      workflowId: 'appointments-of-caller',
      summary: 'Appointments of a caller',
      inputs: { type: 'object', required: ['phone'], properties: { phone: { type: 'string' } } },
      steps: [
        {
          stepId: 'patient',
          operationId: '$sourceDescriptions.praxis.searchPatients',
          parameters: [{ name: 'phone', in: 'query', value: '$inputs.phone' }],
          outputs: { id: '$response.body#/patients/0/id', name: '$response.body#/patients/0/fullName' },
        },
        {
          stepId: 'visits',
          operationId: '$sourceDescriptions.praxis.listPatientAppointments',
          parameters: [{ name: 'patientId', in: 'path', value: '$steps.patient.outputs.id' }],
          onFailure: [{ name: 'again', type: 'retry', retryLimit: 3 }],
          outputs: { all: '$response.body' },
        },
      ],
      outputs: { name: '$steps.patient.outputs.name', visits: '$steps.visits.outputs.all' },
    },
  ],
}
const Skills = z.object({ data: z.array(z.object({ name: z.string(), isEnabled: z.boolean() })) })

describe.skipIf(chromiumPath === undefined)('workflows of an agent', () => {
  const { open, api, firstAgent } = useConsole()

  test('are looked at, led to a provider, and become disabled skills that open in the editor', async () => {
    const agentId = await firstAgent()
    const page = await open(`/agents/${agentId}/workflows`)
    await page.getByLabel('Arazzo description').fill(JSON.stringify(document))
    await page.getByRole('button', { name: 'See what becomes of it' }).click()
    await seen(page.getByText('No connected provider stands for "praxis"'))
    await page.getByLabel('praxis is').selectOption('clinic')
    await seen(page.getByText('would become a skill'))
    await seen(page.getByText('Bindery repeats reads by rules of its own'))
    await page.getByRole('button', { name: 'Make 1 disabled skill' }).click()
    await seen(page.getByText('1 disabled skill was made'))
    const { data } = Skills.parse(await api('GET', `/agents/${agentId}/skills?limit=100`))
    expect(data.filter(({ name }) => name === 'Appointments of a caller')).toMatchObject([
      { isEnabled: false },
    ])
    await page.getByRole('link', { name: 'Open', exact: true }).click()
    await page.waitForURL(/\/bindings\/[\da-f-]+/)
    await seen(page.getByText('listPatientAppointments'))
  })

  test('that cannot be read say why', async () => {
    const page = await open(`/agents/${await firstAgent()}/workflows`)
    await page.getByLabel('Arazzo description').fill('{ "arazzo": ')
    await page.getByRole('button', { name: 'See what becomes of it' }).click()
    await seen(page.getByRole('alert'))
  })

  test('are written of its skills, those of databases left out by name', async () => {
    const page = await open(`/agents/${await firstAgent()}/workflows`)
    await seen(page.getByText('"operationPath"'))
    const saved = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download' }).click()
    await expect.poll(async () => (await saved).suggestedFilename()).toBe('arazzo.json')
    await page.getByText('left out', { exact: false }).first().click()
    await seen(page.getByText('is no provider with an OpenAPI description'))
  })
})
