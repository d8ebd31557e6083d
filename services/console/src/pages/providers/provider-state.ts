import type { Integration } from '@bindery/client'
import type { Meaning } from '../../ui/marks.tsx'
import { t } from '../../text/translate.ts'

/** How a provider is, in the words of a list: what needs a person comes before what is well. */
export interface ProviderState {
  readonly meaning: Meaning
  readonly says: string
  readonly needsAttention: boolean
}

/** What of a provider says how it is. */
export type Condition = Pick<Integration, 'status' | 'openDrift' | 'runningJob' | 'lastError' | 'catalogHash'>

export function stateOf(integration: Condition): ProviderState {
  const { status, openDrift, runningJob, lastError, catalogHash } = integration
  if (status === 'credential_refused' || status === 'reconnect_required')
    return attention('bad', t(`providers.status_${status}`))
  if (openDrift > 0) return attention('warn', t('providers.changesToReview', { count: openDrift }))
  if (lastError !== null) return attention('bad', t('providers.discoveryFailed'))
  if (runningJob !== null) return { meaning: 'ok', says: t('providers.discovering'), needsAttention: false }
  if (status === 'disconnected') return attention('warn', t('providers.status_disconnected'))
  if (catalogHash === null) return attention('warn', t('providers.notDiscovered'))
  return { meaning: 'ok', says: t('providers.status_connected'), needsAttention: false }
}

const attention = (meaning: Meaning, says: string): ProviderState => ({ meaning, says, needsAttention: true })

/** What the provider speaks, as people call it. */
export function typeName(type: string): string {
  switch (type) {
    case 'openapi':
      return 'OpenAPI'
    case 'graphql':
      return 'GraphQL'
    case 'postgres':
      return 'PostgreSQL'
    case 'mysql':
      return 'MySQL'
    case 'mcp_server':
      return 'MCP'
    case 'custom_api':
      return 'HTTP'
    default:
      return type
  }
}
