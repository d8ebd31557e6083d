import { checkUrl, egressBlocked, toOrigin } from '@bindery/connection'
import { forgetContexts, setDynamicContext, type Transaction } from '@bindery/store'
import { DynamicContext } from './dynamic-context.ts'
import { AgentParams } from '../../kernel/shapes.ts'
import type { Principal } from '../../kernel/principal.ts'
import { requireAgent } from '../../kernel/require-skill.ts'
import { admitUses } from '../../credentials/allowed-origins.ts'
import { loadConnector } from '../../credentials/manage-connectors.ts'
import { type Context, useCase } from '../../kernel/use-case.ts'
import type { Needs } from '../../kernel/needs.ts'

const tag = 'Custom actions'

interface ContextUse {
  readonly principal: Principal
  readonly url: string
  readonly connectorId: string
}

/** An agent runs in every environment, so its connector must be let to the address in each that it holds something for. */
async function admitContext(
  services: Needs<'store'>,
  transaction: Transaction,
  { principal, url, connectorId }: ContextUse,
): Promise<void> {
  const { row, slots } = await loadConnector(transaction, connectorId)
  const origin = toOrigin(url)
  const uses = slots.map(({ environment }) => ({ connectorId: row.id, environment, origin }))
  await admitUses(services, transaction, { principal, uses })
}

export const dynamicContextUseCases = {
  read: useCase({
    scope: 'agents:read',
    environment: 'none',
    tag,
    summary: 'Where the context of conversations comes from; null when from nowhere',
    takes: { subject: AgentParams },
    output: DynamicContext.nullable(),
    errors: ['not_found'],
    run: async ({ subject }, { principal, services }: Context<Needs<'store'>>) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const { dynamicContext: stored } = await requireAgent(transaction, subject.agentId)
        return { data: stored === null ? null : DynamicContext.parse(stored) }
      }),
  }),

  replace: useCase({
    scope: 'agents:write',
    audit: { leaves: ['agent.dynamic_context_replaced'] },
    environment: 'every',
    tag,
    summary: 'Say where the context of conversations comes from',
    description:
      'The address is sent a POST once per conversation. What fails there stops only calls that need a key of its answer.',
    takes: { subject: AgentParams, content: DynamicContext },
    example: { url: 'https://context.example.com/callers' },
    output: DynamicContext,
    errors: ['not_found', 'egress_blocked', 'credential_origin_refused'],
    run: async (
      { subject, content },
      { principal, services }: Context<Needs<'egress' | 'runCaches' | 'store'>>,
    ) => {
      const { organizationId, actor } = principal
      await services.store.run(organizationId, async (transaction) => {
        const agent = await requireAgent(transaction, subject.agentId)
        const verdict = checkUrl(content.url, services.egress.policy)
        if (verdict.verdict === 'block') throw egressBlocked(verdict.reason, verdict.host)
        if (content.authConnectorId !== null)
          await admitContext(services, transaction, {
            principal,
            url: content.url,
            connectorId: content.authConnectorId,
          })
        await setDynamicContext(transaction, agent.id, content)
        await forgetContexts(transaction, agent.id)
        await services.store.audit.append(transaction, organizationId, {
          actor,
          action: 'agent.dynamic_context_replaced',
          subject: agent.id,
          detail: { url: content.url },
        })
      })
      services.runCaches.forget(organizationId)
      return { data: content }
    },
  }),
}
