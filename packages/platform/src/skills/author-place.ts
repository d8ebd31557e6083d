import { remedy } from '../kernel/remedies.ts'
import {
  byGravity,
  integrationsOf,
  type Issue,
  PlatformError,
  type Skill,
  type StepsBinding,
  summarizeIssues,
} from '@bindery/model'
import { type IntegrationRow, listEnvironments, type Transaction } from '@bindery/store'
import { isConnected } from '../kernel/find-integration.ts'

export interface AuthoringPlace {
  readonly agentId: string
  /** Slug of the integration; of a binding of several steps that of its first. */
  readonly kind: string
}

/** Where a binding belongs that says itself which integrations it calls. */
export const placeOf = (agentId: string, binding: StepsBinding) => ({
  agentId,
  kind: binding.steps[0]?.integration ?? '',
  binding,
})

/** The slugs of what a skill calls beside this one. */
export const othersOf = (skill: Skill, { kind }: IntegrationRow): readonly string[] =>
  integrationsOf(skill).filter((other) => other !== kind)

/** Throws `integration_not_connected`. */
export async function requireConnection(
  transaction: Transaction,
  integration: IntegrationRow,
): Promise<void> {
  if (isConnected(await listEnvironments(transaction, integration.id))) return
  throw new PlatformError(
    'integration_not_connected',
    `"${integration.kind}" is not connected. Connect it with its credential; an open provider takes none.`,
    remedy('connect_integration', { kind: integration.kind }),
  )
}

export function bindingInvalid(issues: readonly Issue[]): PlatformError {
  return new PlatformError('binding_invalid', `The binding has ${summarizeIssues(issues)}`, {
    issues: byGravity(issues),
  })
}

export function nameTaken(skill: Skill): PlatformError {
  return new PlatformError(
    'duplicate_name',
    `The agent has a skill with the function name "${skill.functionName}" already. Choose another toolName.`,
  )
}
