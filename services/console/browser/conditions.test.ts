import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { findingsOf } from './axe.ts'
import { chromiumPath } from './chromium.ts'
import { useConsole } from './console-session.ts'
import { gone, seen } from './seen.ts'

/** A search with every kind of condition. */
const everyRow = `operation: appointments.find
toolName: Visits
where:
  - { field: customer_id, param: customer_id }
  - { field: starts_at, op: gte, param: from_date, optional: true }
  - { field: status, op: in, const: [requested, booked] }
  - anyOf:
      - { field: technician_id, op: isNull, const: true }
      - { field: starts_at, op: lt, relative: today+P7D }
  - { field: note, op: contains, param: word, fold: true, optional: true }
  - { field: minutes, op: in, param: lengths, max: 3 }
orderBy: [{ field: starts_at, direction: desc }, { field: minutes }]
projection: [{ path: $, leaf: visits, fields: [{ path: id, leaf: visit_id }] }]
`

describe.skipIf(chromiumPath === undefined)('conditions in the mapping editor', () => {
  const { open, api, firstAgent } = useConsole()
  const openNew = async (operation: string): Promise<Page> =>
    open(`/agents/${await firstAgent()}/bindings/new?provider=bookings&operation=${operation}`)
  const groupOf = (page: Page, name: string) => page.getByRole('group', { name, exact: true })
  const yamlOf = async (page: Page): Promise<string> => {
    await page.getByRole('button', { name: 'YAML' }).click()
    const text = await page.getByRole('textbox', { name: 'The binding as YAML' }).inputValue()
    await page.getByRole('button', { name: 'YAML' }).click()
    return text
  }
  /** The compiler refuses nothing; what it warns of hangs on what the database knows of its tables by now. */
  const solved = (page: Page): Promise<void> =>
    seen(page.getByRole('region', { name: 'Problems' }).getByText(/^none$|nothing to solve/))
  const write = async (page: Page, yaml: string): Promise<void> => {
    await page.getByRole('button', { name: 'YAML' }).click()
    await page.getByRole('textbox', { name: 'The binding as YAML' }).fill(yaml)
    await page.getByRole('button', { name: 'Apply' }).click()
    await page.getByRole('button', { name: 'YAML' }).click()
  }

  test('a skill of two conditions, one of them optional, and an order is built, tested and saved by clicks', async () => {
    const page = await openNew('appointments.find')
    await page.getByRole('textbox', { name: 'Name for agents' }).fill('Visits from a day on')
    await page.getByRole('button', { name: 'Add a condition' }).click()
    const first = groupOf(page, 'Condition 1')
    await first.getByRole('combobox', { name: 'Field' }).selectOption('customer_id')
    await page.getByRole('button', { name: 'Add a condition' }).click()
    const second = groupOf(page, 'Condition 2')
    await second.getByRole('combobox', { name: 'Field' }).selectOption('starts_at')
    await second.getByRole('combobox', { name: 'Comparison' }).selectOption('is no earlier than')
    await page.getByRole('button', { name: 'appointment_date' }).dragTo(second)
    const given = second.getByRole('combobox', { name: 'Parameter' })
    await expect.poll(() => given.inputValue()).toBe('appointment_date')
    await given.fill('from_date')
    await second.getByRole('switch', { name: 'May be left out' }).click()
    await page.getByRole('button', { name: 'Order by another field' }).click()
    const order = groupOf(page, 'Order 1')
    await order.getByRole('combobox', { name: 'Field' }).selectOption('starts_at')
    await order.getByRole('combobox', { name: 'Direction' }).selectOption('latest first')

    await page.getByRole('textbox', { name: 'customer_id', exact: true }).fill('1')
    await expect.poll(() => page.getByRole('textbox', { name: 'from_date' }).inputValue()).toBe('')
    await solved(page)
    await page.getByRole('button', { name: 'Run' }).click()
    await seen(page.getByText('secrets left out'))
    await page.getByRole('textbox', { name: 'from_date' }).fill('2020-01-01T00:00:00Z')
    await page.getByRole('button', { name: 'Run' }).click()
    await seen(page.getByText('2020-01-01 00:00:00'))

    await page.getByRole('button', { name: 'Save' }).click()
    await page.waitForURL(/bindings\/[0-9a-f-]{36}/)
    const [, skillId = ''] = /bindings\/([^/?]+)/.exec(page.url()) ?? []
    const saved = z
      .object({ data: z.object({ binding: z.record(z.string(), z.unknown()) }) })
      .parse(await api('GET', `/agents/${await firstAgent()}/integrations/bookings/bindings/${skillId}`))
    expect(saved.data.binding).toMatchObject({
      where: [
        { field: 'customer_id', param: 'customer_id' },
        { field: 'starts_at', op: 'gte', param: 'from_date', optional: true },
      ],
      orderBy: [{ field: 'starts_at', direction: 'desc' }],
    })
    await expect.poll(() => yamlOf(page)).toContain('optional: true')
  })

  test('one of several ways is enough: made, extended, moved by keys, dissolved, and taken back as it was', async () => {
    const page = await openNew('appointments.find')
    await page.getByRole('button', { name: 'Add a condition' }).click()
    await page.getByRole('button', { name: 'More for Condition 1' }).click()
    await page.getByRole('button', { name: 'Or another way' }).click()
    await groupOf(page, 'Condition 1, way 2').getByRole('combobox', { name: 'Field' }).selectOption('status')
    await page.getByRole('button', { name: 'Add another way' }).click()
    const third = groupOf(page, 'Condition 1, way 3')
    await third.getByRole('combobox', { name: 'Field' }).selectOption('starts_at')
    await third.getByRole('combobox', { name: 'Value from' }).selectOption('the time of the call')
    await third.getByRole('combobox', { name: 'Plus or minus' }).selectOption('plus')
    await third.getByRole('combobox', { name: 'Comparison' }).selectOption('is before')
    const made = await yamlOf(page)
    expect(made).toContain('relative: today+P1D')
    await groupOf(page, 'Condition 1, way 3').getByRole('combobox', { name: 'Field' }).press('Alt+ArrowUp')
    const moved = groupOf(page, 'Condition 1, way 2').getByRole('combobox', { name: 'Field' })
    await expect.poll(() => moved.evaluate((field) => field === document.activeElement)).toBe(true)
    await expect.poll(() => moved.inputValue()).toBe('starts_at')
    await page.getByRole('button', { name: 'All of these must hold' }).click()
    await seen(groupOf(page, 'Condition 3'))
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => yamlOf(page)).toBe(made)
  })

  test('a problem leads to the word of the sentence that it is about, and a scan is accepted beside its reason', async () => {
    const page = await openNew('appointments.find')
    await write(
      page,
      'operation: appointments.find\ntoolName: Words\nwhere:\n  - { field: status, op: contains, const: booked }\nprojection:\n  - { path: $, leaf: visits, fields: [{ path: id, leaf: visit_id }] }\n',
    )
    const problems = page.getByRole('region', { name: 'Problems' })
    const problem = problems.getByRole('listitem').filter({ hasText: 'cannot be compared with' })
    await problem.getByRole('button', { name: 'Show where it stands' }).click()
    const comparison = groupOf(page, 'Condition 1').getByRole('combobox', { name: 'Comparison' })
    await expect.poll(() => comparison.evaluate((field) => field === document.activeElement)).toBe(true)
    await comparison.selectOption('is')
    await seen(page.getByText('finds the same rows'))
    await page.getByRole('switch', { name: 'Accept a scan' }).click()
    await seen(page.getByText('An operator has accepted it'))
    await seen(problems.getByText('nothing to solve'))
  })

  test('a row is also looked at, and ordered, by a row that it leads to', async () => {
    const page = await openNew('appointments.find')
    await page.getByRole('button', { name: 'Add a condition' }).click()
    await groupOf(page, 'Condition 1').getByRole('combobox', { name: 'Field' }).selectOption('customer_id')
    await page.getByRole('button', { name: 'Add a condition' }).click()
    const city = groupOf(page, 'Condition 2')
    await city.getByRole('combobox', { name: 'Field' }).selectOption('service_address.city')
    await expect
      .poll(() => city.getByRole('combobox', { name: 'Parameter' }).inputValue())
      .toBe('service_address_city')
    await page.getByRole('button', { name: 'Order by another field' }).click()
    await groupOf(page, 'Order 1').getByRole('combobox', { name: 'Field' }).selectOption('technician.name')
    await page.getByRole('switch', { name: 'Accept a scan' }).click()
    await solved(page)
  })

  test('rows that lead to a row are picked within it, with conditions and an order of their own', async () => {
    const page = await openNew('customers.find')
    await page.getByRole('button', { name: 'Add a condition' }).click()
    await groupOf(page, 'Condition 1').getByRole('combobox', { name: 'Field' }).selectOption('id')
    const output = page.getByRole('region', { name: 'Output' })
    await output.getByRole('button', { name: /^full_name/ }).click()
    await output.getByRole('button', { name: /^appointments appointments\[\]/ }).click()
    await output.getByRole('button', { name: /^starts_at/ }).click()
    const inner = output.getByRole('region', { name: 'appointments: Which rows' })
    await inner.getByRole('button', { name: 'Add a condition' }).click()
    const condition = groupOf(page, 'appointments: Condition 1')
    await condition.getByRole('combobox', { name: 'Field' }).selectOption('status')
    await condition.getByRole('combobox', { name: 'Value from' }).selectOption('a fixed value')
    await condition.getByRole('combobox', { name: 'Fixed value' }).selectOption('booked')
    const order = output.getByRole('region', { name: 'appointments: Order' })
    await order.getByRole('button', { name: 'Order by another field' }).click()
    await groupOf(page, 'appointments: Order 1')
      .getByRole('combobox', { name: 'Field' })
      .selectOption('starts_at')
    const yaml = await yamlOf(page)
    expect(yaml).toContain('path: appointments')
    expect(yaml).toContain('const: booked')
    await solved(page)
    expect(await findingsOf(page)).toEqual([])
    // The order was added, and then made one by another field.
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('button', { name: 'Undo' }).click()
    await gone(groupOf(page, 'appointments: Order 1'))
  })

  test('what must hold before a change is said in its rows and beside its effect', async () => {
    const page = await openNew('appointments.update')
    await write(
      page,
      'operation: appointments.update\ntoolName: Cancel a visit\nsqlWrite:\n  { table: appointments, mode: update, keyColumn: id, keyParam: appointment_id, columns: [{ column: status, const: cancelled }] }\nprojection:\n  - { path: status, leaf: status }\n',
    )
    await seen(page.getByRole('heading', { name: 'Only when' }))
    await page.getByRole('button', { name: 'Add a condition' }).click()
    const guard = groupOf(page, 'Condition 1')
    await guard.getByRole('combobox', { name: 'Field' }).selectOption('status')
    await guard.getByRole('combobox', { name: 'Value from' }).selectOption('a fixed value')
    await guard.getByRole('combobox', { name: 'Fixed value' }).selectOption('booked')
    await expect.poll(() => guard.getByRole('switch', { name: 'May be left out' }).count()).toBe(0)
    await seen(page.getByRole('region', { name: 'Output' }).getByText('conditions not met'))
    await seen(page.getByText('rows whose status is "booked"'))
    expect(await findingsOf(page)).toEqual([])
  })

  test.each([
    { width: 1280, theme: 'light' },
    { width: 1280, theme: 'dark' },
    { width: 375, theme: 'light' },
    { width: 375, theme: 'dark' },
  ] as const)('every kind of row passes axe and fits at $width px in the $theme theme', async (look) => {
    const page = await open(
      `/agents/${await firstAgent()}/bindings/new?provider=bookings&operation=appointments.find`,
      look,
    )
    await write(page, everyRow)
    await seen(groupOf(page, 'Condition 4: one of these is enough'))
    await gone(page.getByText('finds the same rows'))
    expect(await findingsOf(page)).toEqual([])
    const widths = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
    expect(widths[0]).toBe(widths[1])
  })

  test('on a phone a problem leads out of its pane to its row', async () => {
    const page = await open(
      `/agents/${await firstAgent()}/bindings/new?provider=bookings&operation=appointments.find`,
      { width: 375 },
    )
    await write(page, everyRow.replace('{ field: minutes }', '{ field: minuten }'))
    await page.getByRole('button', { name: /^Problems/ }).click()
    const problem = page.getByRole('listitem').filter({ hasText: 'minuten' })
    await problem.getByRole('button', { name: 'Show where it stands' }).click()
    const field = groupOf(page, 'Order 2').getByRole('combobox', { name: 'Field' })
    await expect.poll(() => field.evaluate((each) => each === document.activeElement)).toBe(true)
  })

  test('enabling asks for each thing that the server wants understood, in its own words', async () => {
    const page = await openNew('appointments.find')
    await write(
      page,
      'operation: appointments.find\ntoolName: Heating visits\nacceptScan: true\nwhere:\n  - { field: trade, const: heating }\n  - { field: customer_id, param: customer_id, optional: true }\nprojection:\n  - { path: $, leaf: visits, fields: [{ path: id, leaf: visit_id }] }\n',
    )
    await page.getByRole('button', { name: 'Save' }).click()
    await page.waitForURL(/bindings\/[0-9a-f-]{36}/)
    await page.getByRole('button', { name: 'Enable' }).click()
    const dialog = page.getByRole('dialog')
    await seen(dialog.getByText('says whose rows are meant'))
    await seen(dialog.getByText('An operator has accepted it'))
    await dialog.getByRole('button', { name: 'Enable' }).click()
    await page.waitForURL(/agents\/[^/]+(\?|$)/)
  })

  test('an older search becomes conditions in one step that can be taken back', async () => {
    const page = await openNew('appointments.find')
    await write(
      page,
      'operation: appointments.find\ntoolName: Visits\nsqlSearch:\n  { table: appointments, filter: { column: customer_id, param: customer_id }, constants: [{ column: technician_id, const: null }], limit: 5, orderBy: { column: starts_at, direction: desc } }\nprojection:\n  - { path: $, leaf: visits, fields: [{ path: id, leaf: visit_id }] }\n',
    )
    await seen(page.getByRole('heading', { name: 'Arguments' }))
    const before = await yamlOf(page)
    await page.getByRole('button', { name: 'Write as conditions' }).click()
    const second = groupOf(page, 'Condition 2').getByRole('combobox', { name: 'Comparison' })
    await expect.poll(() => second.evaluate((field) => 'value' in field && field.value)).toBe('isEmpty')
    await seen(groupOf(page, 'Order 1'))
    await expect.poll(() => page.getByRole('heading', { name: 'Arguments' }).count()).toBe(0)
    await expect.poll(() => page.getByRole('spinbutton').inputValue()).toBe('5')
    await solved(page)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => yamlOf(page)).toBe(before)
  })

  test('rows are grouped by a field of another table, under its own name', async () => {
    const page = await openNew('invoices.aggregate')
    await page.getByRole('button', { name: 'Add a condition' }).click()
    await groupOf(page, 'Condition 1').getByRole('combobox', { name: 'Field' }).selectOption('customer.phone')
    await page.getByRole('button', { name: 'Add a value' }).click()
    await page.getByRole('button', { name: 'Group by a field' }).click()
    await groupOf(page, 'Group 1').getByRole('combobox', { name: 'Field' }).selectOption('customer.full_name')
    const yaml = await yamlOf(page)
    expect(yaml).toContain('field: customer.full_name')
    expect(yaml).toContain('leaf: by_customer_full_name')
    await page.getByRole('switch', { name: 'Accept a scan' }).click()
    await solved(page)
    expect(await findingsOf(page)).toEqual([])
  })

  test('rows are counted and summed for each value of a field, and the groups are ordered by a sum', async () => {
    const page = await openNew('invoices.aggregate')
    await page.getByRole('button', { name: 'Add a condition' }).click()
    await groupOf(page, 'Condition 1').getByRole('combobox', { name: 'Field' }).selectOption('customer_id')
    await page.getByRole('button', { name: 'Add a value' }).click()
    const value = groupOf(page, 'Value 2')
    await value.getByRole('combobox', { name: 'What is made' }).selectOption('sum')
    await value.getByRole('combobox', { name: 'Field' }).selectOption('total')
    await page.getByRole('button', { name: 'Group by a field' }).click()
    await groupOf(page, 'Group 1').getByRole('combobox', { name: 'Field' }).selectOption('status')
    await page.getByRole('spinbutton', { name: 'Most groups' }).fill('5')
    await page.getByRole('button', { name: 'Order by another field' }).click()
    await groupOf(page, 'Order 1').getByRole('combobox', { name: 'Field' }).selectOption('total_sum')
    const yaml = await yamlOf(page)
    expect(yaml).toContain('leaf: by_status')
    expect(yaml).toContain('field: total_sum')
    await page.getByRole('switch', { name: 'Accept a scan' }).click()
    await solved(page)
    await page.getByRole('textbox', { name: 'customer_id', exact: true }).fill('1')
    await page.getByRole('button', { name: 'Run' }).click()
    await seen(page.getByText('"by_status"'))
    expect(await findingsOf(page)).toEqual([])
  })
})
