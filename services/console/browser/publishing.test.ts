import { describe, expect, test } from 'vitest'
import { chromiumPath } from './chromium.ts'
import { useConsole } from './console-session.ts'
import { countClicks } from './count-clicks.ts'
import { seen } from './seen.ts'

describe.skipIf(chromiumPath === undefined)('from an operation to a live skill, and back', () => {
  const { open, api, firstAgent } = useConsole()
  test('binding, saving, enabling and publishing take four clicks, say what they change, and the tool is listed', async () => {
    const page = await open('/providers/clinic/schema/operations/getPatient')
    const clicks = await countClicks(page)
    await page.getByRole('button', { name: 'Bind' }).click()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: 'Enable', exact: true }).click()
    // Publishing tells first what it changes and where it will call.
    const card = page.getByRole('region', { name: 'Publish version 2' })
    await seen(card.getByText('show_one_patient'))
    await seen(card.getByText('127.0.0.1'))
    await page.getByRole('button', { name: 'Publish version 2' }).click()
    await seen(page.getByText('version 2 is live'))
    await expect.poll(() => clicks()).toBe(4)
    expect(JSON.stringify(await api('GET', `/agents/${await firstAgent()}/tools`))).toContain(
      'show_one_patient',
    )
  })

  test('a write asks before it is enabled', async () => {
    const page = await open(`/agents/${await firstAgent()}`)
    const turn = page.getByRole('switch', { name: 'Enable open_a_ticket' })
    await turn.click()
    await expect.poll(() => turn.getAttribute('aria-checked')).toBe('false')
    await turn.click()
    const sheet = page.getByRole('dialog', { name: 'Enable open_a_ticket' })
    await seen(sheet.getByText('which changes something there'))
    await page.keyboard.press('Escape')
    await expect.poll(() => turn.getAttribute('aria-checked')).toBe('false')
    await turn.click()
    await sheet.getByRole('button', { name: 'Enable', exact: true }).click()
    await expect.poll(() => turn.getAttribute('aria-checked')).toBe('true')
  })

  test('an older version is live again after three clicks', async () => {
    const page = await open(`/agents/${await firstAgent()}`)
    const clicks = await countClicks(page)
    await page.getByRole('link', { name: 'Versions' }).click()
    await page.getByRole('button', { name: 'Roll back' }).click()
    await page.getByRole('button', { name: 'Confirm' }).click()
    await seen(page.getByText('version 1 is live', { exact: true }))
    await expect.poll(() => clicks()).toBe(3)
  })

  test('the lines that connect a client are copied by two clicks, and hold no key', async () => {
    const page = await open(`/agents/${await firstAgent()}`)
    const clicks = await countClicks(page)
    await page.getByRole('link', { name: 'Connect', exact: true }).click()
    await page.getByRole('button', { name: 'Copy', exact: true }).click()
    await seen(page.getByText('Copied'))
    await expect.poll(() => clicks()).toBe(2)
    const copied = String(await page.evaluate('navigator.clipboard.readText()'))
    expect(copied).toMatch(
      /^claude mcp add --transport http demo http:\/\/127\.0\.0\.1:\d+\/mcp\/agents\/[0-9a-f-]{36} /,
    )
    expect(copied).toContain('$BINDERY_KEY')
  })
})
