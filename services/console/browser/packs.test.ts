import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { chromiumPath } from './chromium.ts'
import { useConsole } from './console-session.ts'
import { countClicks } from './count-clicks.ts'
import { seen } from './seen.ts'

const catalogue = join(import.meta.dirname, '../../../packages/packs/catalogue')
const Skills = z.object({
  data: z.array(z.object({ integration: z.string(), isEnabled: z.boolean(), isWrite: z.boolean() })),
})

describe.skipIf(chromiumPath === undefined)('a pack', () => {
  const { open, api, firstAgent, discover } = useConsole()
  beforeAll(async () => {
    const document = readFileSync(join(catalogue, 'stripe/fixtures/document.json'), 'utf8')
    const environments = { production: { baseUrl: 'http://127.0.0.1:9' } }
    await api('POST', '/integrations', { pack: 'stripe', source: { document }, environments })
    await api('POST', '/integrations/stripe/connect', {
      credentials: { access_token: 'canary-pack-token' },
      verify: false,
    })
    await discover('stripe')
  })

  const skillsOfPack = async () =>
    Skills.parse(await api('GET', `/agents/${await firstAgent()}/skills?limit=100`)).data.filter(
      ({ integration }) => integration === 'stripe',
    )

  test('is chosen, installed and published by four clicks; reads arrive enabled, writes disabled', async () => {
    const agent = await firstAgent()
    const page = await open(`/agents/${agent}`)
    const clicks = await countClicks(page)
    await page.getByRole('link', { name: 'Add a pack' }).click()
    await page.getByRole('link', { name: /Stripe/ }).click()
    await seen(page.getByText('Reads arrive enabled, writes arrive disabled.'))
    await page.getByRole('button', { name: /^Install \d+$/ }).click()
    await seen(page.getByRole('link', { name: /^has it/ }))
    await page.getByRole('button', { name: /^Publish version/ }).click()
    await seen(page.getByText('is live.'))
    await expect.poll(() => clicks()).toBe(4)
    const skills = await skillsOfPack()
    expect(skills.length).toBeGreaterThan(5)
    expect(skills.filter(({ isEnabled, isWrite }) => isEnabled === isWrite)).toEqual([])
  })

  test('that an agent has is listed with its version, and taken away after it is asked', async () => {
    const page = await open(`/agents/${await firstAgent()}/packs`)
    await page.getByRole('link', { name: /Stripe.*skills of it/ }).click()
    await page.getByRole('button', { name: 'Take it away' }).click()
    const sheet = page.getByRole('dialog')
    await seen(sheet.getByText('are deleted, edited or not'))
    expect((await skillsOfPack()).length).toBeGreaterThan(5)
    await sheet.getByRole('button', { name: 'Take it away' }).click()
    await seen(page.getByText('This agent has nothing of a pack.'))
    await expect.poll(() => skillsOfPack()).toEqual([])
  })

  test('says what of it an account cannot have and why, and offers to map that by hand', async () => {
    const document = readFileSync(join(catalogue, 'stripe/fixtures/document.json'), 'utf8')
    const Document = z.looseObject({ paths: z.record(z.string(), z.unknown()) })
    const { paths, ...rest } = Document.parse(JSON.parse(document))
    const { '/v1/invoices': _, ...others } = paths
    await api('PUT', '/integrations/stripe/source', { ...rest, paths: others })
    await discover('stripe')
    const page = await open('/providers/stripe/pack')
    const misfit = page.getByRole('listitem').filter({ hasText: 'does not fit' }).first()
    await seen(misfit)
    await page.getByRole('link', { name: /demo/ }).click()
    const own = page.getByRole('listitem').filter({ hasText: 'does not fit' }).first()
    await expect.poll(() => own.getByRole('checkbox').isDisabled()).toBe(true)
    await own.getByRole('link', { name: /^Map it by hand/ }).click()
    await page.waitForURL(/bindings\/new\?provider=stripe&operation=/)
  })

  test('of a provider that has none says so', async () => {
    const page = await open('/providers/clinic/pack')
    await seen(page.getByRole('alert').filter({ hasText: 'There is no pack for "clinic"' }))
  })
})
