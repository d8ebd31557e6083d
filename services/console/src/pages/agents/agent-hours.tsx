import type { AgentHours as Hours } from '@bindery/client'
import { useQueries } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useRefusal } from '../../api/session.ts'
import { agentHoursQuery } from '../../api/stats.ts'
import { t } from '../../text/translate.ts'
import { Sparkline } from '../../ui/sparkline.tsx'

export interface KnownHours {
  readonly isPending: boolean
  /** Why some of them are not known. */
  readonly error: Error | null
  readonly of: ReadonlyMap<string, Hours['hours']>
}

/** The last 24 hours of agents by their id; none for a key that may not read logs. */
export function useAgentHours(agentIds: readonly string[]): KnownHours {
  const refusal = useRefusal('logs:read')
  const asked = refusal === undefined ? partsOf(agentIds) : []
  const answers = useQueries({ queries: asked.map(agentHoursQuery) })
  return {
    isPending: answers.some(({ isPending }) => isPending),
    error: answers.find(({ error }) => error !== null)?.error ?? null,
    of: new Map(answers.flatMap(({ data = [] }) => data.map(({ agentId, hours }) => [agentId, hours]))),
  }
}

/** As many agents as one answer tells of in less than 100 kB. */
const mostAtOnce = 40

const partsOf = (agentIds: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(agentIds.length / mostAtOnce) }, (_, part) =>
    agentIds.slice(part * mostAtOnce, (part + 1) * mostAtOnce),
  )

export const callsIn = (hours: Hours['hours']): number => hours.reduce((sum, { calls }) => sum + calls, 0)

/** How often an agent was called in the last 24 hours, hour by hour and in words. */
export function AgentHours({ hours }: { readonly hours: Hours['hours'] | undefined }): ReactNode {
  if (hours === undefined) return null
  const calls = callsIn(hours)
  const failed = hours.reduce((sum, hour) => sum + hour.failed, 0)
  const said = t('agents.calls24h', { count: calls })
  return (
    <Sparkline
      bars={hours.map((hour) => ({ all: hour.calls, bad: hour.failed }))}
      says={failed === 0 ? said : `${said}, ${t('agents.failed24h', { count: failed })}`}
    />
  )
}
