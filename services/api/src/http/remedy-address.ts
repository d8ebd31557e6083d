import type { Problem, RemedyName } from '@bindery/platform/kernel'

/** By what request each remedy is asked for here, below the base of the API. */
export const remedyRoutes: { readonly [name in RemedyName]: string } = {
  list_agents: 'GET /agents',
  list_integrations: 'GET /integrations',
  list_secrets: 'GET /secrets',
  list_auth_connectors: 'GET /auth-connectors',
  list_webhooks: 'GET /webhooks',
  list_versions_of_schema: 'GET /integrations/{kind}/schema/versions',
  register_pack: 'POST /integrations',
  connect_integration: 'POST /integrations/{kind}/connect',
  change_integration: 'PATCH /integrations/{kind}',
  upload_description: 'PUT /integrations/{kind}/source',
  discover: 'POST /integrations/{kind}/discover',
  change_auth_connector: 'PATCH /auth-connectors/{id}',
  set_caller_verification: 'PUT /agents/{agentId}/caller-verification',
}

const isKnown = (name: string): name is RemedyName => Object.hasOwn(remedyRoutes, name)

export interface AddressedProblem extends Omit<Problem, 'remedy'> {
  readonly status: number
  readonly remedy?: Problem['remedy'] & { readonly request?: string }
}

/** A problem with the request that its remedy is asked for by, in a member of its own and in the sentence that says what to do. */
export function withRemedyAddress(problem: Problem): AddressedProblem {
  const { remedy } = problem
  if (remedy === undefined || !isKnown(remedy.does)) return problem
  const route = remedyRoutes[remedy.does].replace(' /', ' /api/v1/')
  const request = route.replaceAll(/\{(\w+)\}/g, (place, name: string) =>
    Object.hasOwn(remedy.of, name) ? encodeURIComponent(remedy.of[name] ?? '') : place,
  )
  const { next } = problem
  return {
    ...problem,
    remedy: { ...remedy, request },
    ...(typeof next === 'string' ? { next: `${next} What may help: ${request}.` } : {}),
  }
}
