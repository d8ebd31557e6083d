import type { ScalarName } from './scalar.ts'

/** One fact of a conversation that the platform fills in wherever a template names it. */
export interface RuntimeVariable {
  readonly name: string
  readonly scalar: ScalarName
  readonly description: string
}

/** Names that templates may use without declaring them; the agent neither sees nor sets them. */
export const runtimeVariables: readonly RuntimeVariable[] = [
  { name: 'agent_number', scalar: 'string', description: 'Telephone number of the agent' },
  { name: 'agent_uuid', scalar: 'uuid', description: 'Identifier of the agent' },
  { name: 'contact_number', scalar: 'string', description: 'Telephone number of the other side' },
  { name: 'direction', scalar: 'string', description: 'Who began: inbound or outbound' },
  { name: 'medium', scalar: 'string', description: 'How they speak: voice, chat, ...' },
  { name: 'current_datetime', scalar: 'datetime', description: 'The moment of the call, ISO 8601' },
  { name: 'timezone', scalar: 'string', description: 'Time zone of the conversation, IANA name' },
]
