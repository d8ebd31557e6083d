import { checkUrl, egressBlocked } from '@bindery/connection'
import { PlatformError } from '@bindery/model'
import { findAuthConnector, forgetContexts, setDynamicContext } from '@bindery/store'
import { DynamicContext } from '../dynamic-context/dynamic-context.ts'
import { type Route, route } from '../http/route.ts'
import { forgetRuns, type Services } from '../services.ts'
import { requireAgent } from '../skills/author-skill.ts'
import { AgentParams } from './shapes.ts'

const tag = 'Custom actions'
const path = '/agents/{agentId}/dynamic-context'

/** Where the context of an agent's conversations comes from. */
export function dynamicContextRoutes(services: Services): readonly Route[] {
  return [
    route({
      method: 'GET',
      path,
      scope: 'agents:read',
      tag,
      summary: 'Where the context of conversations comes from; null when from nowhere',
      input: { params: AgentParams },
      data: DynamicContext.nullable(),
      errors: ['not_found'],
      handle: async ({ params }, { principal }) =>
        services.store.run(principal.organizationId, async (transaction) => {
          const { dynamic_context: stored } = await requireAgent(transaction, params.agentId)
          return { data: stored === null ? null : DynamicContext.parse(stored) }
        }),
    }),
    replaceRoute(services),
  ]
}

function replaceRoute(services: Services): Route {
  return route({
    method: 'PUT',
    path,
    scope: 'agents:write',
    tag,
    summary: 'Say where the context of conversations comes from',
    description:
      'The address is sent a POST once per conversation. What fails there stops only calls that need a key of its answer.',
    input: { params: AgentParams, body: DynamicContext },
    data: DynamicContext,
    errors: ['not_found', 'egress_blocked'],
    handle: async ({ params, body }, { principal }) => {
      const { organizationId, actor } = principal
      await services.store.run(organizationId, async (transaction) => {
        const agent = await requireAgent(transaction, params.agentId)
        const verdict = checkUrl(body.url, services.egress.policy)
        if (verdict.verdict === 'block') throw egressBlocked(verdict.reason, verdict.host)
        const connector = body.authConnectorId
        if (connector !== null && (await findAuthConnector(transaction, connector)) === undefined)
          throw new PlatformError('not_found', `There is no auth connector "${connector}".`)
        await setDynamicContext(transaction, agent.id, body)
        await forgetContexts(transaction, agent.id)
        await services.store.audit.append(transaction, organizationId, {
          actor,
          action: 'agent.dynamic_context_replaced',
          subject: agent.id,
          detail: { url: body.url },
        })
      })
      forgetRuns(services, organizationId)
      return { data: body }
    },
  })
}
