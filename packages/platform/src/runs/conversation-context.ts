import { type AgentId, type JsonObject, objectFrom } from '@bindery/model'

export interface ConversationFacts {
  readonly agentId: AgentId
  /** Of the agent, when it is set. */
  readonly timezone: string | undefined
  /** What the runtime sent with the call. */
  readonly given: JsonObject
  /** What the verification of the caller found. */
  readonly facts: JsonObject
  readonly now: Date
}

/** Names that only a verification may fill. */
const verifiedPrefix = 'verified_'

/**
 * What the platform fills in for an agent: runtime variables (`agent_uuid`, `current_datetime`, `timezone`, and those that
 * the runtime sends, such as `contact_number`) and, as `verified_<leaf>`, what the verifier of this conversation found.
 * The runtime cannot set a `verified_` name. What it sends as `timezone` counts before the zone of the agent; without either it
 * is UTC, since a template has to be filled with something.
 */
export function conversationContext({
  agentId,
  timezone = 'UTC',
  given,
  facts,
  now,
}: ConversationFacts): JsonObject {
  const sent = Object.entries(given).filter(([name]) => !name.startsWith(verifiedPrefix))
  const verified = Object.entries(facts).map(([leaf, value]) => [`${verifiedPrefix}${leaf}`, value] as const)
  return objectFrom([
    ['timezone', timezone],
    ...sent,
    ['agent_uuid', agentId],
    ['current_datetime', now.toISOString()],
    ...verified,
  ])
}
