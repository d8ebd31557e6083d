import type { ReactNode } from 'react'
import type { Call } from '../../api/client.ts'
import { ZoneButton } from '../../shell/zone-button.tsx'
import { t } from '../../text/translate.ts'

interface AgentZoneProps {
  readonly agentId: string
  readonly timezone: string | null
}

/** The time zone in which an agent means days. */
export function AgentZone({ agentId, timezone }: AgentZoneProps): ReactNode {
  return (
    <ZoneButton
      timezone={timezone}
      lead={t('agents.zoneLead')}
      scope="agents:write"
      reach="everywhere"
      changes={[['agents']]}
      change={(zone) =>
        ((api) =>
          api.PATCH('/api/v1/agents/{agentId}', {
            params: { path: { agentId } },
            body: { timezone: zone },
          })) satisfies Call<unknown>
      }
    />
  )
}
