import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { findingsOf } from './axe.ts'
import { chromiumPath } from './chromium.ts'
import { useConsole } from './console-session.ts'
import { seen } from './seen.ts'

const Saved = z.object({
  data: z.object({
    binding: z.object({ projection: z.array(z.object({ fields: z.array(z.unknown()) })) }),
  }),
})

/** A list of the support desk with every kind of condition on its rows. */
const everyRow = `operation: tickets
toolName: Tickets
where:
  - { field: status, argument: status, const: OPEN }
  - { argument: customerId, param: customer_id, optional: true }
  - { field: topic, op: in, const: [OUTAGE, BILLING] }
  - anyOf:
      - { field: assignee, op: isNull, const: true }
      - { field: customer.fullName, op: contains, param: word, fold: true }
orderBy: [{ field: createdAt, direction: desc }, { field: number }]
pages: 3
projection: [{ path: nodes, leaf: tickets, max: 5, fields: [{ path: number, leaf: ticket_number }] }]
`

describe.skipIf(chromiumPath === undefined)('conditions on an answer in the mapping editor', () => {
  const { open, api, firstAgent } = useConsole()
  const openNew = async (provider: string, operation: string): Promise<Page> =>
    open(`/agents/${await firstAgent()}/bindings/new?provider=${provider}&operation=${operation}`)
  const groupOf = (page: Page, name: string) => page.getByRole('group', { name, exact: true })
  const yamlOf = async (page: Page): Promise<string> => {
    await page.getByRole('button', { name: 'YAML' }).click()
    const text = await page.getByRole('textbox', { name: 'The binding as YAML' }).inputValue()
    await page.getByRole('button', { name: 'YAML' }).click()
    return text
  }
  const write = async (page: Page, yaml: string): Promise<void> => {
    await page.getByRole('button', { name: 'YAML' }).click()
    await page.getByRole('textbox', { name: 'The binding as YAML' }).fill(yaml)
    await page.getByRole('button', { name: 'Apply' }).click()
    await page.getByRole('button', { name: 'YAML' }).click()
  }
  const solved = (page: Page): Promise<void> =>
    seen(page.getByRole('region', { name: 'Problems' }).getByText(/^none$|nothing to solve/))

  test('rows of a list are tested, asked for, ordered and read over pages by clicks', async () => {
    const page = await openNew('support', 'tickets')
    const rows = page.getByRole('region', { name: 'Which rows' })
    await rows.getByRole('button', { name: 'Add a condition' }).click()
    const sent = groupOf(page, 'Condition 1')
    await sent.getByRole('combobox', { name: 'Field' }).selectOption('status')
    await sent.getByRole('combobox', { name: 'Value from' }).selectOption('a fixed value')
    await sent.getByRole('combobox', { name: 'Fixed value' }).selectOption('OPEN')
    await sent.getByRole('combobox', { name: 'Sent as' }).selectOption('status')
    await rows.getByRole('button', { name: 'Add a condition' }).click()
    const tested = groupOf(page, 'Condition 2')
    await tested.getByRole('combobox', { name: 'Field' }).selectOption('number')
    await tested.getByRole('combobox', { name: 'Comparison' }).selectOption('is at least')
    await tested.getByRole('combobox', { name: 'Value from' }).selectOption('a fixed value')
    await tested.getByRole('textbox', { name: 'Fixed value' }).fill('5030')
    await tested.getByRole('textbox', { name: 'Fixed value' }).press('Enter')
    await page.getByRole('button', { name: 'Order by another field' }).click()
    const order = groupOf(page, 'Order 1')
    await order.getByRole('combobox', { name: 'Field' }).selectOption('number')
    await order.getByRole('combobox', { name: 'Direction' }).selectOption('largest first')
    await page.getByRole('spinbutton', { name: 'Pages to read' }).fill('3')
    await seen(page.getByRole('region', { name: 'Arguments' }).getByRole('button', { name: 'Condition 1' }))

    const yaml = await yamlOf(page)
    expect(yaml).toContain('argument: status')
    expect(yaml).toContain('direction: desc')
    expect(yaml).toContain('pages: 3')
    await solved(page)
    await page.getByRole('button', { name: 'Run' }).click()
    const output = page.locator('pre[aria-label="Output"]')
    const numbers = async (): Promise<readonly string[]> =>
      [...((await output.textContent()) ?? '').matchAll(/"number": (\d+)/g)].map(([, number = '']) => number)
    await expect.poll(() => numbers()).toEqual(['5040', '5036', '5032'])
    expect(await findingsOf(page)).toEqual([])
  })

  test('what is sent alone keeps what it says, and is tested too when it names a field', async () => {
    const page = await openNew('support', 'tickets')
    const said = '{ argument: status, param: state, optional: true, description: Which state }'
    await write(
      page,
      `operation: tickets\ntoolName: Tickets\nwhere:\n  - ${said}\nprojection:\n  - { path: nodes, leaf: tickets, fields: [{ path: number, leaf: ticket_number }] }\n`,
    )
    const condition = groupOf(page, 'Condition 1')
    const field = condition.getByRole('combobox', { name: 'Field' })
    const argument = condition.getByRole('combobox', { name: 'Sent as' })
    await expect.poll(() => argument.inputValue()).toBe('status')
    await expect.poll(() => field.inputValue()).toBe('')
    const before = await yamlOf(page)
    expect(before).toContain('description: Which state')
    await solved(page)
    await field.selectOption('status')
    await expect.poll(() => yamlOf(page)).toContain('field: status')
    await field.selectOption('not tested')
    await expect.poll(() => yamlOf(page)).not.toContain('field: status')
    await page.getByRole('button', { name: 'Undo' }).click()
    await argument.selectOption('tested only')
    await expect.poll(() => yamlOf(page)).not.toContain('argument: status')
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => yamlOf(page)).toBe(before)
  })

  test('of several lists one is chosen, and rows are compared by its fields', async () => {
    const page = await openNew('support', 'ticket')
    const list = page.getByRole('combobox', { name: 'Rows of' })
    await list.selectOption('customer.tickets.nodes')
    await page.getByRole('button', { name: 'Add a condition' }).click()
    const field = groupOf(page, 'Condition 1').getByRole('combobox', { name: 'Field' })
    await field.selectOption('subject')
    await list.selectOption('comments')
    await field.selectOption('writtenBy')
    await expect.poll(() => yamlOf(page)).toContain('rows: comments')
    await solved(page)
  })

  test('rows within rows of an answer are tested and ordered by clicks, and saved so', async () => {
    const page = await openNew('support', 'tickets')
    const output = page.getByRole('region', { name: 'Output' })
    await output.getByRole('button', { name: /^nodes/ }).click()
    await output.getByRole('button', { name: /^comments/ }).click()
    await output.getByRole('button', { name: /^body/ }).click()
    const inner = output.getByRole('region', { name: 'comments: Which rows' })
    await inner.getByRole('button', { name: 'Add a condition' }).click()
    const condition = groupOf(page, 'comments: Condition 1')
    await condition.getByRole('combobox', { name: 'Field' }).selectOption('writtenBy')
    await condition.getByRole('combobox', { name: 'Comparison' }).selectOption('is not')
    await condition.getByRole('combobox', { name: 'Value from' }).selectOption('a fixed value')
    await condition.getByRole('textbox', { name: 'Fixed value' }).fill('system')
    await condition.getByRole('textbox', { name: 'Fixed value' }).press('Enter')
    const order = output.getByRole('region', { name: 'comments: Order' })
    await order.getByRole('button', { name: 'Order by another field' }).click()
    const first = groupOf(page, 'comments: Order 1')
    await first.getByRole('combobox', { name: 'Field' }).selectOption('writtenAt')
    await first.getByRole('combobox', { name: 'Direction' }).selectOption('latest first')
    await solved(page)
    expect(await findingsOf(page)).toEqual([])

    await page.getByRole('button', { name: 'Save' }).click()
    await page.waitForURL(/bindings\/[0-9a-f-]{36}/)
    const [, skillId = ''] = /bindings\/([^/?]+)/.exec(page.url()) ?? []
    const saved = await api('GET', `/agents/${await firstAgent()}/bindings/${skillId}`)
    const [tickets] = Saved.parse(saved).data.binding.projection
    expect(tickets?.fields.at(-1)).toEqual({
      path: 'comments',
      leaf: 'comments',
      max: 5,
      where: [{ field: 'writtenBy', op: 'ne', const: 'system' }],
      orderBy: [{ field: 'writtenAt', direction: 'desc' }],
      fields: [{ path: 'body', leaf: 'body' }],
    })
  })

  test('rows of an answer are counted by a switch, by groups and in their order', async () => {
    const page = await openNew('support', 'tickets')
    await page.getByRole('switch', { name: /^Count and add up/ }).click()
    const values = groupOf(page, 'Value 1')
    await seen(values)
    await page.getByRole('button', { name: 'Group by a field' }).click()
    await groupOf(page, 'Group 1').getByRole('combobox', { name: 'Field' }).selectOption('status')
    await solved(page)
    const text = await yamlOf(page)
    expect(text).toContain('row_count')
    expect(text).toContain('by_status')
    expect(text).not.toContain('projection')
    await page.getByRole('switch', { name: /^Count and add up/ }).click()
    await seen(page.getByRole('heading', { name: 'Output' }))
  })

  test('what a field of the answer takes is filled by a click, tried, and taken out again', async () => {
    const page = await openNew('support', 'customer')
    const output = page.getByRole('region', { name: 'Output' })
    const look = () => output.getByRole('button', { name: /^tickets TicketConnection/ }).click()
    await look()
    const takes = output.getByRole('list', { name: 'What tickets takes' })
    await takes.getByRole('button', { name: /status/ }).click()
    await output.getByRole('button', { name: /^nodes/ }).click()
    await output.getByRole('button', { name: /^number/ }).click()
    const pane = page.getByRole('region', { name: 'Arguments' })
    await seen(pane.getByText('tickets.status'))
    await expect.poll(() => yamlOf(page)).toContain('argument: tickets.status')
    expect(await findingsOf(page)).toEqual([])
    await look()
    await takes.getByRole('button', { name: /status/ }).click()
    await expect.poll(() => yamlOf(page)).not.toContain('tickets.status')
  })

  test('an answer without a list says what is missing', async () => {
    const page = await openNew('clinic', 'getPatient')
    const add = page.getByRole('button', { name: 'Add a condition' })
    await expect.poll(() => add.getAttribute('title')).toContain('Pick a field of a list')
  })

  test.each([
    { width: 1280, theme: 'light' },
    { width: 1280, theme: 'dark' },
    { width: 375, theme: 'light' },
    { width: 375, theme: 'dark' },
  ] as const)('every kind of row passes axe and fits at $width px in the $theme theme', async (look) => {
    const page = await open(
      `/agents/${await firstAgent()}/bindings/new?provider=support&operation=tickets`,
      look,
    )
    await write(page, everyRow)
    await seen(groupOf(page, 'Condition 4: one of these is enough'))
    await seen(page.getByRole('spinbutton', { name: 'Pages to read' }))
    expect(await findingsOf(page)).toEqual([])
    const widths = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
    expect(widths[0]).toBe(widths[1])
  })
})
