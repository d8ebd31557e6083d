import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { ConsoleSession } from './console-session.ts'

const document = join(import.meta.dirname, '../../../packages/packs/catalogue/stripe/fixtures/document.json')

const Made = z.object({ data: z.object({ id: z.string() }) })
const Drafted = z.object({ data: z.object({ draftId: z.string() }) })
const Ran = z.object({ data: z.object({ executionId: z.string() }) })

type Session = Pick<ConsoleSession, 'api' | 'discover' | 'firstAgent'>

/**
 * An address of every page, over the demo: each is looked at by axe in both themes and at both sizes. What a page is about is
 * made first: a draft, a pack on the agent, a webhook, a call that was stopped.
 */
export async function everyPage(session: Session): Promise<readonly string[]> {
  const { api } = session
  const agentId = await session.firstAgent()
  await installStripe(session, agentId)
  const goal = 'find a patient by phone number and return their file number'
  const auto = await api('POST', `/agents/${agentId}/integrations/clinic/bindings/auto`, { goal })
  const hook = {
    url: `https://hooks.example.com/${'long/'.repeat(40)}`,
    description: 'تنبيه',
    events: ['skill.failed'],
  }
  const execute = `/agents/${agentId}/skills/find_caller_at_the_clinic/execute`
  return addressesOf({
    agentId,
    draft: Drafted.parse(auto).data.draftId,
    webhook: Made.parse(await api('POST', '/webhooks', hook)).data.id,
    execution: Ran.parse(await api('POST', execute, { params: { caller_phone: '+31612345678' } })).data
      .executionId,
  })
}

/** Registers the provider over its published description and puts a skill of its pack on the agent. */
export async function installStripe(
  { api, discover }: Pick<Session, 'api' | 'discover'>,
  agentId: string,
): Promise<void> {
  const source = { document: readFileSync(document, 'utf8') }
  const environments = { production: { baseUrl: 'http://127.0.0.1:9' } }
  await api('POST', '/integrations', { pack: 'stripe', source, environments })
  await api('POST', '/integrations/stripe/connect', { credentials: { access_token: 'key' }, verify: false })
  await discover('stripe')
  await api('POST', `/agents/${agentId}/integrations/stripe/pack/install`, { presets: ['find_customer'] })
}

interface MadePlaces {
  readonly agentId: string
  readonly draft: string
  readonly webhook: string
  readonly execution: string
}

const addressesOf = ({ agentId, draft, webhook, execution }: MadePlaces): readonly string[] => [
  '/',
  '/providers',
  '/providers/new',
  '/providers/new?pack=stripe',
  '/providers/new?pack=google-calendar',
  '/providers/new?kind=clinic',
  '/providers/clinic',
  '/providers/clinic/schema/operations/searchPatients',
  '/providers/clinic/schema/objects/Patient',
  '/providers/clinic/schema/objects/Patient?field=phone',
  '/providers/clinic/schema/relations?focus=Patient&steps=2',
  '/providers/clinic/schema/notes',
  '/providers/clinic/changes',
  '/providers/clinic/pack',
  '/providers/stripe/pack',
  '/providers/square/pack',
  '/review',
  '/review?type=draft',
  '/activity',
  '/audit',
  `/activity/${execution}`,
  '/activity?live=on&status=succeeded&from=2026-01-01T00:00:00Z',
  '/docs/api',
  '/docs/api/operations/get_agents_agentId_skills',
  '/docs/api/operations/post_agents?q=agent&effect=write',
  '/docs/api/objects/Binding',
  '/settings/keys',
  '/settings/secrets',
  '/settings/webhooks',
  `/settings/webhooks/${webhook}`,
  '/settings/model',
  '/settings/system',
  '/agents',
  `/agents/${agentId}`,
  `/agents/${agentId}/auto`,
  `/agents/${agentId}/auto/${draft}`,
  `/review?type=draft&item=${draft}`,
  `/agents/${agentId}/packs`,
  `/agents/${agentId}/packs/add`,
  `/agents/${agentId}/packs/stripe`,
  `/agents/${agentId}/versions`,
  `/agents/${agentId}/connect`,
  `/agents/${agentId}/bindings/new?provider=clinic&operation=searchPatients`,
  `/agents/${agentId}/bindings/new?provider=bookings&operation=customers.find`,
  `/agents/${agentId}/bindings/new?provider=bookings&operation=invoices.aggregate`,
  `/agents/${agentId}/bindings/new?provider=bookings&operation=appointments.update`,
]
