import { type Environment, environments, type Issue } from '@bindery/model'
import type { IntegrationRow, Transaction } from '@bindery/store'
import { requireLocked } from '../skills/find-version.ts'
import type { Principal } from '../kernel/principal.ts'
import { newId } from '../kernel/ids.ts'
import { connectInside } from '../integrations/connect.ts'
import { insertRegistration } from '../integrations/register.ts'
import type { Needs } from '../kernel/needs.ts'
import type { AuthoredSkill } from '../skills/author-skill.ts'
import type { ActionLink } from '../integrations/action-link.ts'
import { requestOf } from '../integrations/actions-document.ts'
import { insertAction } from './author-action.ts'
import { insertLink } from './author-link.ts'
import { requireCallable } from './check-shared-action.ts'
import { type SharedAction, slugOf } from '../integrations/shared-action.ts'

export interface WebhookSlot {
  readonly baseUrl: string
  readonly authConnectorId?: string | undefined
}

export interface NewWebhook {
  readonly agentId: string
  readonly definition: SharedAction
  readonly link: ActionLink
  readonly environments: Partial<Record<Environment, WebhookSlot | undefined>>
}

/**
 * Gives an agent one HTTP endpoint of the operator's own as a skill, disabled: an integration that goes with the skill, its
 * action and the link to it, all or nothing. The endpoint is not called. Throws what registering, connecting, describing
 * an action and linking it throw.
 */
export async function createWebhook(
  services: Needs<'config' | 'egress' | 'packs' | 'store'>,
  principal: Principal,
  input: NewWebhook,
): Promise<AuthoredSkill> {
  const { agentId, definition, link } = input
  requireCallable(requestOf(definition, link))
  return services.store.run(principal.organizationId, async (transaction) => {
    // Nobody deletes or publishes it meanwhile.
    await requireLocked(transaction, agentId)
    const { integration, warnings } = await openEndpoint(services, transaction, { principal, input })
    const action = await insertAction(services, transaction, { principal, integration, definition })
    const made = { principal, integration, action, agentId, link, enabled: false, origin: 'action' } as const
    const { skill, warnings: compiled } = await insertLink(services, transaction, made)
    return { row: skill, warnings: [...warnings, ...compiled] }
  })
}

interface Opening {
  readonly principal: Principal
  readonly input: NewWebhook
}

/** The integration of a webhook, each slot connected with its connector, or open without one. */
async function openEndpoint(
  services: Needs<'config' | 'egress' | 'packs' | 'store'>,
  transaction: Transaction,
  { principal, input }: Opening,
): Promise<{ readonly integration: IntegrationRow; readonly warnings: readonly Issue[] }> {
  const { name, description } = input.definition
  const id = newId()
  const integration = await insertRegistration(services, transaction, {
    principal,
    id,
    input: {
      kind: webhookKind(name, id),
      name,
      description,
      type: 'custom-http',
      environments: input.environments,
    },
    goesWith: 'skills',
  })
  const warnings = [notTried(integration)]
  for (const environment of environments) {
    if (input.environments[environment] === undefined) continue
    const said = await connectInside(services, transaction, { principal, integration, environment })
    warnings.push(...said.map((message) => toWarning('credential_hard_to_hide', message)))
  }
  return { integration, warnings }
}

const toWarning = (code: string, message: string): Issue => ({
  code,
  severity: 'warning',
  path: ['environments'],
  message,
})

const notTried = ({ kind }: IntegrationRow): Issue =>
  toWarning(
    'endpoint_not_tried',
    `The endpoint was not called, so neither its address nor a credential was tried. The test of "${kind}" reads there; the test of the action makes the call.`,
  )

/** The end of a new id makes it unlike that of every other webhook, whatever they are called. */
export const webhookKind = (name: string, integrationId: string): string =>
  `${slugOf(name).slice(0, 50)}_${integrationId.slice(-12)}`
