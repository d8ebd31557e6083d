import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { chromiumPath } from './chromium.ts'
import { useConsole } from './console-session.ts'
import { countClicks } from './count-clicks.ts'
import { seen } from './seen.ts'

const Skills = z.object({ data: z.array(z.object({ id: z.string(), functionName: z.string() })) })
const Ids = z.object({ data: z.array(z.object({ id: z.string() })) })

describe.skipIf(chromiumPath === undefined)('the first page', () => {
  const { open, api } = useConsole()

  test('what is given in its box goes to the sheet, and not into the address', async () => {
    const page = await open('/')
    const address = 'http://127.0.0.1:1/openapi.json?key=canary'
    await page.getByRole('textbox', { name: 'Use your own API' }).fill(address)
    await page.keyboard.press('Enter')
    await seen(page.getByRole('dialog', { name: 'Connect a provider' }))
    await expect
      .poll(() => page.getByRole('textbox', { name: 'Use your own API' }).inputValue())
      .toBe(address)
    expect(page.url()).not.toContain('canary')
  })

  test('leads through the demo to a published skill by four clicks, without a word typed', async () => {
    const page = await open('/')
    const clicks = await countClicks(page)
    // The server has published the demo itself, which is nobody's first publish.
    await seen(page.getByText('2 of 4 done'))
    await page.getByRole('link', { name: 'Try the demo' }).click()
    await expect.poll(() => page.getByLabel('Goal').inputValue()).toBe('list the practitioners by name')
    await page.keyboard.press('Enter')
    await seen(page.getByRole('region', { name: 'listPractitioners' }))
    await page.getByRole('button', { name: 'Accept and enable' }).click()
    const publish = page.getByRole('button', { name: 'Publish version 2' })
    await seen(publish)
    const between = await open('/')
    await seen(between.getByText('3 of 4 done'))
    await between.getByRole('link', { name: 'Publish' }).click()
    await seen(between.getByRole('button', { name: 'Publish version 2' }))
    await publish.click()
    await seen(page.getByText('version 2 is live', { exact: true }))
    await expect.poll(() => clicks()).toBe(4)
    await page.getByRole('link', { name: 'Bindery' }).click()
    await seen(page.getByText('Nothing waits for you.'))
    await seen(page.getByText('Every agent is live as its draft says.'))
  })

  test('after that it lists skills that fail, with the way to the calls that did', async () => {
    const [agent = ''] = Ids.parse(await api('GET', '/agents')).data.map(({ id }) => id)
    const skills = Skills.parse(await api('GET', `/agents/${agent}/skills`)).data
    const skill = skills.find(({ functionName }) => functionName === 'find_caller_at_the_clinic')
    for (const environment of ['production', 'development'])
      await api('POST', '/integrations/clinic/disconnect', { environment })
    const body = { params: { caller_phone: '+31612345678' } }
    await api('POST', `/agents/${agent}/skills/${skill?.id}/execute`, body)
    const page = await open('/')
    await seen(page.getByRole('link', { name: 'demo 1 call in 24 h, 1 failed' }))
    await page.getByRole('link', { name: /find_caller_at_the_clinic.*1 of 1 calls failed/ }).click()
    await page.waitForURL(/status=failed_or_unknown/)
    await seen(page.getByText('showing 1 of 1'))
  })

  test('after that it lists providers that need a person, and agents whose draft is ahead', async () => {
    for (const environment of ['production', 'development'])
      await api('POST', '/integrations/clinic/disconnect', { environment })
    const [agent = ''] = Ids.parse(await api('GET', '/agents')).data.map(({ id }) => id)
    const [skill = ''] = Ids.parse(await api('GET', `/agents/${agent}/skills`)).data.map(({ id }) => id)
    await api('DELETE', `/agents/${agent}/skills/${skill}`)
    const page = await open('/')
    await seen(page.getByRole('link', { name: 'demo 1 change' }))
    await page.getByRole('link', { name: /Harbour Clinic \(demo\).*Not connected/ }).click()
    await page.waitForURL(/providers\/clinic$/)
  })
})
