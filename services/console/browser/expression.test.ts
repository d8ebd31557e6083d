import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { findingsOf } from './axe.ts'
import { chromiumPath } from './chromium.ts'
import { type Look, useConsole } from './console-session.ts'
import { widthOf } from './width-of.ts'
import { seen } from './seen.ts'

/** Names of the patients of an answer as one text: the value is a list of objects of the catalog. */
const withNames = `operation: searchPatients
toolName: Names
inputs:
  - { param: caller_phone, argument: phone }
projection:
  - { path: patients, leaf: names, transform: 'fullName' }
`

describe.skipIf(chromiumPath === undefined)('the expression editor', () => {
  const { open, firstAgent } = useConsole()

  /** The editor over the names of patients, empty. */
  const openNames = async (look?: Look): Promise<Page> => {
    const address = `/agents/${await firstAgent()}/bindings/new?provider=clinic&operation=searchPatients`
    const page = await open(address, look)
    await page.getByRole('button', { name: 'YAML' }).click()
    await page.getByRole('textbox', { name: 'The binding as YAML' }).fill(withNames)
    await page.getByRole('button', { name: 'Apply' }).click()
    await page.getByRole('button', { name: 'YAML' }).click()
    if (look?.width === 375) await page.getByRole('button', { name: 'Output', exact: true }).click()
    await page.getByRole('button', { name: 'How names is changed' }).click()
    const field = expressionOf(page)
    await field.press('Control+a')
    await field.press('Delete')
    return page
  }
  const expressionOf = (page: Page) => page.locator('.cm-content')

  test('is written with completion of functions and of the fields of the real type', async () => {
    const page = await openNames()
    await expressionOf(page).pressSequentially('$joi')
    await seen(page.getByRole('option', { name: '$join' }))
    await seen(page.getByText('The texts of a list as one'))
    await page.keyboard.press('Enter')
    await page.keyboard.type('fullN')
    await seen(page.getByRole('option', { name: 'fullName' }))
    await page.keyboard.press('Enter')
    await page.keyboard.type(', " + "')
    await expect.poll(() => expressionOf(page).textContent()).toBe('$join(fullName, " + ")')
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => expressionOf(page).textContent()).not.toContain('join')
  })

  test('shows a value before and after it, typed at first and then the one of the test', async () => {
    const page = await openNames()
    await expressionOf(page).pressSequentially('$join(fullName, " + ")')
    const sample = page.getByRole('group', { name: 'Before and after' })
    await sample.getByRole('textbox').fill('[{"fullName":"Ada"},{"fullName":"Bob"}]')
    await seen(sample.getByText('Ada + Bob'))
    await sample.getByRole('textbox').fill('[{"fullName":7}]')
    await seen(sample.locator('output').getByText('"$join"'))
    await page.getByRole('button', { name: 'How names is changed' }).click()
    await page.getByRole('button', { name: 'Run' }).click()
    await seen(page.getByText('200 ·'))
    await page.getByRole('button', { name: 'How names is changed' }).click()
    await seen(sample.getByText('from the test'))
    // Personal data of an answer is masked on its way to the page.
    await seen(sample.locator('output').getByText('[masked]'))
  })

  test('a wrong name is marked, stands in Problems, and its fix puts the right one there', async () => {
    const page = await openNames()
    await expressionOf(page).pressSequentially('$join(fullNmae, ", ")')
    await page.keyboard.press('Escape')
    const problems = page.getByRole('region', { name: 'Problems' })
    await seen(problems.getByText('There is no field "fullNmae" here.'))
    await expect.poll(() => page.locator('.cm-lintRange-error').textContent()).toBe('fullNmae')
    await problems.getByRole('button', { name: 'Use "fullName"' }).click()
    await seen(problems.getByText('none'))
    await expect.poll(() => expressionOf(page).textContent()).toBe('$join(fullName, ", ")')
    await expect.poll(() => page.locator('.cm-lintRange-error').count()).toBe(0)
  })

  test('Tab leaves it, and keys that do something elsewhere are letters in it', async () => {
    const page = await openNames()
    await expressionOf(page).focus()
    await page.keyboard.type('g p')
    await page.keyboard.press('Escape')
    await expect.poll(() => expressionOf(page).textContent()).toBe('g p')
    expect(page.url()).toContain('/bindings/new')
    await page.keyboard.press('Tab')
    const holds = 'document.activeElement?.shadowRoot !== null && document.activeElement !== document.body'
    await expect.poll(() => page.evaluate(holds)).toBe(false)
  })

  test('is plain text until it is loaded, and goes on where that was', async () => {
    const page = await open(
      `/agents/${await firstAgent()}/bindings/new?provider=clinic&operation=searchPatients`,
    )
    let letGo = (): void => undefined
    const held = new Promise<void>((resolve) => {
      letGo = resolve
    })
    await page.route(/expression-editor/, async (route) => {
      await held
      await route.continue()
    })
    await page.getByRole('button', { name: 'How id is changed' }).click()
    const plain = page.getByRole('textbox', { name: 'Expression over the value $, for id' })
    await plain.fill('$uppercase()')
    await page.keyboard.press('ArrowLeft')
    letGo()
    await seen(expressionOf(page))
    await page.keyboard.type('$')
    await page.keyboard.press('Escape')
    await expect.poll(() => expressionOf(page).textContent()).toBe('$uppercase($)')
  })

  test.each([
    { width: 1280, theme: 'light' },
    { width: 1280, theme: 'dark' },
    { width: 375, theme: 'light' },
    { width: 375, theme: 'dark' },
  ] as const)('axe finds nothing with its list open at $width px in the $theme theme', async (look) => {
    const page = await openNames(look)
    await expressionOf(page).pressSequentially('$join(fullNmae, ", ") & $su')
    await seen(page.getByRole('option', { name: /^\$substring\W/ }))
    await seen(page.locator('.cm-lintRange-error'))
    expect(await findingsOf(page)).toEqual([])
    expect(await widthOf(page)).toBeLessThanOrEqual(look.width)
  })
})
