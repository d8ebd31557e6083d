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
 * made first: a draft, a pack on the agent, a webhook, a call that was stopped, a skill of two steps and a call of it.
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
  const call = async (skill: string): Promise<string> => {
    const params = { caller_phone: '+31612345678' }
    return Ran.parse(await api('POST', `/agents/${agentId}/skills/${skill}/execute`, { params })).data
      .executionId
  }
  const steps = Made.parse(await api('POST', `/agents/${agentId}/bindings`, twoSteps)).data.id
  await api('POST', `/agents/${agentId}/publish`, {})
  return addressesOf({
    agentId,
    draft: Drafted.parse(auto).data.draftId,
    webhook: Made.parse(await api('POST', '/webhooks', hook)).data.id,
    execution: await call('find_caller_at_the_clinic'),
    steps,
    stepsExecution: await call(steps),
  })
}

/** A patient by telephone, and what another provider knows of them. */
const twoSteps = {
  toolName: 'Language of a patient',
  enabled: true,
  steps: [
    {
      id: 'patient',
      integration: 'clinic',
      operation: 'searchPatients',
      take: 'one',
      inputs: [{ param: 'caller_phone', argument: 'phone' }],
    },
    {
      id: 'customer',
      integration: 'support',
      operation: 'customersByPhone',
      take: 'one',
      inputs: [{ from: 'patient.phone', argument: 'phone' }],
    },
  ],
  projection: [
    { path: 'patient.fullName', leaf: 'full_name' },
    { path: 'customer.language', leaf: 'language' },
  ],
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
  /** A skill of several steps, and a call of it. */
  readonly steps: string
  readonly stepsExecution: string
}

const addressesOf = ({ agentId, draft, webhook, ...made }: MadePlaces): readonly string[] => [
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
  `/activity/${made.execution}`,
  `/activity/${made.stepsExecution}`,
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
  '/settings/retention',
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
  `/agents/${agentId}/workflows`,
  `/agents/${agentId}/steps/new`,
  `/agents/${agentId}/bindings/${made.steps}`,
]
