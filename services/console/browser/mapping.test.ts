import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { findingsOf } from './axe.ts'
import { chromiumPath } from './chromium.ts'
import { useConsole } from './console-session.ts'
import { countClicks } from './count-clicks.ts'
import { seen } from './seen.ts'

describe.skipIf(chromiumPath === undefined)('the mapping editor', () => {
  const { open, api, firstAgent } = useConsole()
  const openNew = async (operation = 'searchPatients'): Promise<Page> =>
    open(`/agents/${await firstAgent()}/bindings/new?provider=clinic&operation=${operation}`)
  /** Saves, and gives what was saved; then takes it away, since names of skills are given once. */
  const saveAndTake = async (page: Page, press: () => Promise<void>) => {
    await press()
    await page.waitForURL(/bindings\/[0-9a-f-]{36}/)
    const [, skillId = ''] = /bindings\/([^/?]+)/.exec(page.url()) ?? []
    const agent = `/agents/${await firstAgent()}`
    const { data } = z
      .object({ data: z.object({ binding: z.record(z.string(), z.unknown()) }) })
      .parse(await api('GET', `${agent}/integrations/clinic/bindings/${skillId}`))
    await api('DELETE', `${agent}/skills/${skillId}`)
    return data.binding
  }
  const pressSave = (page: Page) => () => page.getByRole('button', { name: 'Save' }).click()

  test('an argument is filled by two clicks, by a drag, and by keys alone: the same binding', async () => {
    const clicked = await openNew()
    const clicks = await countClicks(clicked)
    await clicked.getByRole('combobox', { name: 'Where phone comes from' }).click()
    await clicked.getByRole('option', { name: 'caller_phone' }).click()
    await expect.poll(() => clicks()).toBe(2)
    const byClicks = await saveAndTake(clicked, pressSave(clicked))

    const dragged = await openNew()
    await dragged
      .getByRole('button', { name: 'caller_phone' })
      .dragTo(
        dragged.getByRole('listitem').filter({ has: dragged.getByRole('combobox', { name: 'Where phone' }) }),
      )
    const byDrag = await saveAndTake(dragged, pressSave(dragged))

    const typed = await openNew()
    await typed.getByRole('combobox', { name: 'Where phone comes from' }).focus()
    await typed.keyboard.type('caller_ph')
    await typed.keyboard.press('Enter')
    const byKeys = await saveAndTake(typed, () => typed.keyboard.press('Control+s'))

    expect(byClicks).toMatchObject({ inputs: [{ param: 'caller_phone', argument: 'phone' }] })
    expect(byDrag).toEqual(byClicks)
    expect(byKeys).toEqual(byClicks)
  })

  test('several parameters in one text are typed, get a language, and a part that calls may leave out', async () => {
    const page = await openNew()
    await page.getByRole('combobox', { name: 'Where phone comes from' }).focus()
    await page.keyboard.insertText('{country_code} {phone_number}')
    await page.getByRole('option', { name: 'text with parameters' }).click()
    const text = page.getByRole('textbox', { name: 'Text of phone' })
    await expect.poll(() => text.inputValue()).toBe('{country_code} {phone_number}')
    await page.getByRole('combobox', { name: 'Language of the text in phone' }).selectOption('lucene')
    await text.fill('{country_code}{? {phone_number}')
    await text.press('Tab')
    await seen(page.getByText('"{?" at character 15 is not closed by "?}".'))
    await text.fill('{country_code}{? {phone_number}?}')
    await text.press('Tab')
    await seen(page.getByRole('region', { name: 'Problems' }).getByText('none'))
    expect(await findingsOf(page)).toEqual([])
    const saved = await saveAndTake(page, pressSave(page))
    expect(saved).toMatchObject({
      inputs: [{ argument: 'phone', syntax: 'lucene', template: '{country_code}{? {phone_number}?}' }],
    })
  })

  test('the focus stays in the row whose source was chosen or taken away', async () => {
    const page = await openNew()
    const focused = () =>
      page.evaluate(() => document.activeElement?.closest('li')?.textContent?.includes('phone') === true)
    await page.getByRole('combobox', { name: 'Where phone comes from' }).focus()
    await page.keyboard.type('caller_ph')
    await page.keyboard.press('Enter')
    await seen(page.getByRole('button', { name: 'Take the source of phone away' }))
    await expect.poll(() => focused()).toBe(true)
    await page.getByRole('button', { name: 'Take the source of phone away' }).press('Enter')
    await seen(page.getByRole('combobox', { name: 'Where phone comes from' }))
    await expect.poll(() => focused()).toBe(true)
  })

  test('an input object that is given as a whole has a row, and cannot be given in part as well', async () => {
    const page = await openNew('updatePatientContact')
    await page.getByRole('button', { name: 'YAML' }).click()
    await page
      .getByRole('textbox', { name: 'The binding as YAML' })
      .fill(
        'operation: updatePatientContact\ntoolName: Contact\ninputs:\n  - { param: patient_id, argument: patientId }\n  - { param: body, argument: body }\n  - { param: customer_phone, argument: phone }\n',
      )
    await page.getByRole('button', { name: 'Apply' }).click()
    await page.getByRole('button', { name: 'YAML' }).click()
    await seen(page.getByText('which is given as a whole'))
    await seen(page.getByRole('button', { name: 'Take the source of body away' }))
  })

  test('what does not fit an argument says so and stays in sight', async () => {
    const page = await openNew()
    await page.getByRole('combobox', { name: 'Where limit comes from' }).focus()
    const card = page.getByRole('button', { name: 'caller_name' })
    await expect
      .poll(() => card.getAttribute('title'))
      .toBe('A value of type string does not fit: the argument takes integer.')
    await card.click({ force: true })
    await expect.poll(() => page.getByRole('combobox', { name: 'Where limit comes from' }).count()).toBe(1)
  })

  test('a problem stands at its row and in the list, and its fix clears it', async () => {
    const page = await openNew()
    await page.getByRole('textbox', { name: 'Name of the output id' }).fill('file_number')
    await page.keyboard.press('Tab')
    const problems = page.getByRole('region', { name: 'Problems' })
    await seen(problems.getByRole('button'))
    await problems.getByRole('button').first().click()
    await seen(problems.getByText('none'))
  })

  test('fifty edits are taken back and made again, over a reload, and the address never changes', async () => {
    const page = await openNew()
    const address = page.url()
    const field = page.getByRole('textbox', { name: 'What it does' })
    for (let number = 1; number <= 50; number += 1) {
      await field.fill(`text ${number}`)
      await field.blur()
    }
    await page.reload()
    await seen(field)
    await expect.poll(() => field.inputValue()).toBe('text 50')
    await seen(page.getByText('kept here'))
    for (let number = 0; number < 50; number += 1) await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => field.inputValue()).toBe('')
    for (let number = 0; number < 50; number += 1) await page.getByRole('button', { name: 'Redo' }).click()
    await expect.poll(() => field.inputValue()).toBe('text 50')
    expect(page.url()).toBe(address)
  })

  test('two tabs that edit one binding show the same', async () => {
    const first = await openNew('getPatient')
    const second = await first.context().newPage()
    await second.goto(first.url())
    await seen(second.getByRole('textbox', { name: 'What it does' }))
    await first.getByRole('textbox', { name: 'What it does' }).fill('Shows one patient')
    await first.keyboard.press('Tab')
    await expect
      .poll(() => second.getByRole('textbox', { name: 'What it does' }).inputValue())
      .toBe('Shows one patient')
  })

  test('the YAML is the body as it stands, in both directions', async () => {
    const page = await openNew()
    await page.getByRole('button', { name: 'YAML' }).click()
    const text = page.getByRole('textbox', { name: 'The binding as YAML' })
    await expect.poll(() => text.inputValue()).toContain('operation: searchPatients')
    await text.fill(
      'operation: searchPatients\ntoolName: Find\ninputs:\n  - { param: caller_name, argument: name }\n',
    )
    await page.getByRole('button', { name: 'Apply' }).click()
    await page.getByRole('button', { name: 'YAML' }).click()
    await seen(page.getByRole('button', { name: 'caller_name Change where name comes from' }))
    await page.getByRole('button', { name: 'YAML' }).click()
    await text.fill('operation: searchPatients\ntoolName: Find\ninputs: [null]\n')
    await page.getByRole('button', { name: 'Apply' }).click()
    await seen(page.getByRole('alert').filter({ hasText: 'not the body of a binding' }))
    await text.fill('operation: [')
    await page.getByRole('button', { name: 'Apply' }).click()
    await seen(page.getByRole('alert').filter({ hasText: /\S/ }))
  })

  test('two presses are one: a binding is saved once, and what was typed is saved with it', async () => {
    const page = await openNew('listPatientAppointments')
    const posts: string[] = []
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/bindings')) posts.push(request.url())
    })
    await page.getByRole('textbox', { name: 'What it does' }).fill('Lists appointments')
    await page.keyboard.press('Control+s')
    await page.keyboard.press('Control+s')
    await page.waitForURL(/bindings\/[0-9a-f-]{36}/)
    expect(posts).toHaveLength(1)
    await expect
      .poll(() => page.getByRole('textbox', { name: 'What it does' }).inputValue())
      .toBe('Lists appointments')
  })

  test('what somebody else saved meanwhile is not overwritten: both are shown, line by line', async () => {
    const page = await openNew('listPractitioners')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.waitForURL(/bindings\/[0-9a-f-]{36}/)
    await seen(page.getByText('saved', { exact: true }))
    const [, skillId = ''] = /bindings\/([^/?]+)/.exec(page.url()) ?? []
    const path = `/agents/${await firstAgent()}/integrations/clinic/bindings/${skillId}`
    const field = page.getByRole('textbox', { name: 'What it does' })
    await field.fill('Mine')
    await field.blur()
    await seen(page.getByText('kept here'))
    const read = z.object({ data: z.object({ binding: z.record(z.string(), z.unknown()) }) })
    const before = read.parse(await api('GET', path)).data.binding
    await api('PUT', path, { ...before, description: 'Theirs', timeoutMs: 4321 })
    await page.getByRole('button', { name: 'Save' }).click()
    await seen(page.getByText('You edited it before somebody else saved it.'))
    await expect.poll(() => field.inputValue()).toBe('Theirs')
    await page.reload()
    await page.getByRole('button', { name: 'Compare' }).click()
    await page.getByRole('group', { name: 'Whose description' }).getByRole('button', { name: 'Mine' }).click()
    await page.getByRole('button', { name: 'Take 1 line of mine' }).click()
    await expect.poll(() => field.inputValue()).toBe('Mine')
    await page.getByRole('button', { name: 'Save' }).click()
    await seen(page.getByText('saved', { exact: true }))
    expect(read.parse(await api('GET', path)).data.binding).toMatchObject({
      description: 'Mine',
      timeoutMs: 4321,
    })
  })

  test('what is typed while a save is under way goes on as an edit of what was saved', async () => {
    const page = await openNew('cancelAppointment')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.waitForURL(/bindings\/[0-9a-f-]{36}/)
    await seen(page.getByText('saved', { exact: true }))
    const field = page.getByRole('textbox', { name: 'What it does' })
    await field.fill('First')
    await field.blur()
    let letGo = (): void => undefined
    const held = new Promise<void>((resolve) => {
      letGo = resolve
    })
    await page.route(/bindings\/[0-9a-f-]{36}$/, async (route) => {
      if (route.request().method() === 'PUT') await held
      await route.continue()
    })
    await page.getByRole('button', { name: 'Save' }).click()
    await field.fill('Second')
    await field.blur()
    letGo()
    await seen(page.getByText('kept here'))
    await expect.poll(() => field.inputValue()).toBe('Second')
    await page.getByRole('button', { name: 'Save' }).click()
    await seen(page.getByText('saved', { exact: true }))
  })
})
