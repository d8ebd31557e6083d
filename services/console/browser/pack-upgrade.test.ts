import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { chromiumPath } from './chromium.ts'
import { callOf, discoverBy, useConsole } from './console-session.ts'
import { installStripe } from './every-page.ts'
import { leftByOlder } from './start-server.ts'
import { seen } from './seen.ts'

const Agents = z.object({ data: z.array(z.object({ id: z.string() })) })
const Packs = z.object({
  data: z.array(
    z.object({ version: z.string(), outdated: z.int(), presets: z.array(z.object({ skillId: z.string() })) }),
  ),
})
const Authored = z.object({ data: z.object({ binding: z.looseObject({ description: z.string() }) }) })

describe.skipIf(chromiumPath === undefined)('a pack that is newer than what an agent has of it', () => {
  const { open, api, firstAgent } = useConsole(() =>
    leftByOlder(async (server) => {
      const call = callOf(server)
      const [agent] = Agents.parse(await call('GET', '/agents')).data
      await installStripe({ api: call, discover: discoverBy(call) }, agent?.id ?? '')
    }),
  )

  test('says what it would change, and changes that when it is asked to', async () => {
    const agent = await firstAgent()
    const packs = async () => Packs.parse(await api('GET', `/agents/${agent}/packs`)).data
    const [before] = await packs()
    const place = `/agents/${agent}/integrations/stripe/bindings/${before?.presets[0]?.skillId}`
    const said = async () => Authored.parse(await api('GET', place)).data.binding.description
    expect([before?.outdated, await said()]).toEqual([1, expect.stringMatching(/^Once: /)])
    const page = await open(`/agents/${agent}/packs`)
    await page.getByRole('link', { name: /Stripe/ }).click()
    const card = page.getByRole('region', { name: `Upgrade to ${before?.version}` })
    await seen(card.getByText('find_customer'))
    await seen(card.getByText('from 0.0.1'))
    await card.getByRole('button', { name: 'Upgrade' }).click()
    await seen(page.getByText(`What is installed is of ${before?.version}.`))
    await expect.poll(async () => (await packs())[0]?.outdated).toBe(0)
    await expect.poll(() => said()).not.toMatch(/^Once: /)
    await expect.poll(() => card.count()).toBe(0)
  })
})
