import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { chromiumPath } from './chromium.ts'
import { useConsole } from './console-session.ts'
import { countClicks } from './count-clicks.ts'
import { type OwnProvider, startOwnProvider } from './own-provider.ts'
import { seen } from './seen.ts'

const Drafted = z.object({ data: z.object({ draftId: z.string(), skill: z.object({ id: z.string() }) }) })

describe.skipIf(chromiumPath === undefined)('a draft from a goal', () => {
  const { open, api, firstAgent } = useConsole()
  const draft = async (kind: string, goal: string) => {
    const path = `/agents/${await firstAgent()}/integrations/${kind}/bindings/auto`
    const { data } = Drafted.parse(await api('POST', path, { goal }))
    return { ...data, path: `/agents/${await firstAgent()}/auto/${data.draftId}` }
  }
  let provider: OwnProvider | undefined
  beforeAll(async () => {
    provider = await startOwnProvider()
  })
  afterAll(() => provider?.close())

  test('is proposed with reasons, decided line by line, proposed again, and opened in the editor', async () => {
    const page = await open(`/agents/${await firstAgent()}/auto?provider=clinic`)
    await page.getByLabel('Goal').fill('find a patient by phone number and return their file number')
    await page.getByRole('button', { name: 'Propose' }).click()
    const draft = page.getByRole('region', { name: 'searchPatients' })
    await seen(draft.getByRole('row').nth(1))
    await draft.getByRole('button', { name: 'Accept phone' }).first().click()
    await seen(draft.getByRole('button', { name: 'Accepted phone' }))
    await draft.getByRole('button', { name: 'Reject email' }).click()
    await seen(draft.getByRole('button', { name: 'Rejected email' }))
    const first = page.url()
    await draft.getByRole('button', { name: 'Propose again' }).click()
    await expect.poll(() => page.url()).not.toBe(first)
    await seen(draft.getByRole('button', { name: 'Accepted phone' }))
    // What was rejected is not proposed again, so the draft can be taken as it stands.
    await expect.poll(() => draft.getByRole('button', { name: /email/ }).count()).toBe(0)
    const accept = draft.getByRole('button', { name: 'Accept and enable' })
    await expect.poll(() => accept.getAttribute('aria-disabled')).toBeNull()
    await draft.getByRole('link', { name: 'Open in the editor' }).click()
    await seen(page.getByRole('button', { name: /Change where phone comes from/ }))
    await seen(page.getByText('disabled'))
  })

  test('looks up what the goal does not give, says so, and is tried as a whole', async () => {
    const { path } = await draft('clinic', 'list the appointments of a patient who is known by phone number')
    const page = await open(path)
    const drafted = page.getByRole('region', { name: 'listPatientAppointments' })
    await seen(drafted.getByText('patientId ← patient.id'))
    await seen(drafted.getByText(/^found by the step "patient", "searchPatients"/))
    await seen(page.getByText('Testing calls development'))
    await page.getByLabel(/_phone$/).fill('+31612345678')
    await page.getByRole('button', { name: 'Test', exact: true }).click()
    await seen(page.getByRole('region', { name: 'Test' }).getByText('booked'))
    await drafted.getByRole('link', { name: 'Open in the editor' }).click()
    await seen(page.getByText('searchPatients').first())
  })

  test('goes from a document to a live skill in seven clicks', async () => {
    const page = await open('/providers')
    const clicks = await countClicks(page)
    await page.getByRole('button', { name: 'Connect a provider' }).click()
    await page.getByLabel('Use your own API').fill(provider?.document ?? '')
    await page.getByRole('button', { name: 'Detect' }).click()
    await seen(page.getByText('Harbour Library'))
    await page.getByLabel(/key/i).first().fill('open-sesame')
    await page.getByRole('button', { name: 'Connect and discover' }).click()
    await page.getByLabel('What should an agent do with it?').fill('find books by a word of their title')
    await page.keyboard.press('Enter')
    await page.getByLabel('word', { exact: true }).fill('tides')
    await page.getByRole('button', { name: 'Test', exact: true }).click()
    await seen(page.getByRole('region', { name: 'Test' }).getByText('Harbours'))
    await page.getByRole('button', { name: 'Accept and enable' }).click()
    await page.getByRole('button', { name: /^Publish version/ }).click()
    await seen(page.getByText(/^version \d+ is live$/))
    await expect.poll(() => clicks()).toBe(7)
  })

  test('of a goal that nothing serves is refused with what is missing', async () => {
    const page = await open(`/agents/${await firstAgent()}/auto?provider=clinic`)
    await page.getByLabel('Goal').fill('order twelve pizzas with extra cheese')
    await page.getByRole('button', { name: 'Propose' }).click()
    await seen(page.locator('main').getByText(/./))
    await expect.poll(() => page.locator('[role="alert"], .note.warn').count()).toBeGreaterThan(0)
  })

  test('stays over its own provider, whatever the address says', async () => {
    const { path } = await draft('clinic', 'find a patient by phone number')
    for (const address of [path, `${path}?provider=support`, `${path}?provider=nobody`]) {
      const page = await open(address)
      await seen(page.getByText('Testing calls development'))
      // What the goal goes by is asked of every call.
      await page.getByRole('region', { name: 'Test' }).getByLabel('phone').fill('+31612345678')
      await page.getByRole('button', { name: 'Test', exact: true }).click()
      await seen(page.getByRole('region', { name: 'Test' }).getByText('200'))
    }
    const page = await open(`${path}?provider=support`)
    await page.getByRole('button', { name: 'Propose again' }).click()
    await page.waitForURL(/provider=clinic/)
    await seen(page.getByRole('region', { name: 'searchPatients' }))
  })

  test('that writes is accepted once enabling it was agreed to, and not before', async () => {
    const { draftId, path } = await draft('support', 'close a ticket')
    const read = async () => api('GET', `/agents/${await firstAgent()}/drafts/${draftId}`)
    const page = await open(path)
    const accept = page.getByRole('button', { name: 'Accept and enable' })
    await accept.click()
    await seen(page.getByRole('dialog').getByText('which changes something there'))
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    await expect.poll(() => read()).toMatchObject({ data: { state: 'open', decisions: [] } })
    await accept.click()
    await page.getByRole('dialog').getByRole('button', { name: 'Enable', exact: true }).click()
    await page.waitForURL(/agents\/[0-9a-f-]+$/)
    const said = expect.arrayContaining([expect.objectContaining({ verdict: 'accept' })])
    await expect.poll(() => read()).toMatchObject({ data: { state: 'enabled', decisions: said } })
  })

  test('is not enabled while what was accepted of it cannot be kept', async () => {
    const { draftId, path } = await draft('clinic', 'list the practitioners by name')
    const page = await open(path)
    await page.route('**/decisions', (route) => route.abort())
    await page.getByRole('button', { name: 'Accept and enable' }).click()
    const why = page.getByRole('dialog')
    await seen(why.getByText('The server cannot be reached'))
    await expect
      .poll(async () => api('GET', `/agents/${await firstAgent()}/drafts/${draftId}`))
      .toMatchObject({
        data: { state: 'open', decisions: [] },
      })
    await page.keyboard.press('Escape')
    await expect.poll(() => why.count()).toBe(0)
  })
})
