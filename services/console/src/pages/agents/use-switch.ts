import type { acknowledgements } from '@bindery/client'
import type { Call } from '../../api/client.ts'
import { inboxChanges } from '../../api/review.ts'
import { useCommand } from '../../api/use-command.ts'
import { t } from '../../text/translate.ts'
import { useTell } from '../../ui/toasts.tsx'

/** What somebody who enables a skill says to have understood. */
export type Acknowledged = (typeof acknowledgements)[number]
interface Turn {
  readonly to: 'enable' | 'disable'
  readonly acknowledge?: readonly Acknowledged[]
}

/** Enables or disables one skill of an agent's draft. */
export const switchSkill =
  (agentId: string, skillId: string) =>
  ({ to, acknowledge = [] }: Turn): Call<unknown> =>
  (api) => {
    const init = {
      params: { path: { agentId } },
      body: { skillIds: [skillId], ...(acknowledge.length > 0 && { acknowledge: [...acknowledge] }) },
    }
    return to === 'enable'
      ? api.POST('/api/v1/agents/{agentId}/actions/enable', init)
      : api.POST('/api/v1/agents/{agentId}/actions/disable', init)
  }

export interface AroundSwitch {
  /** Made before the skill is enabled, which is left as it is where this is refused. */
  readonly first?: Call<unknown> | undefined
  /** Leads on once it is enabled. */
  readonly goOn?: () => void
}

/** The switch of a skill, and why it did not turn the last time. */
export interface Switching {
  readonly enable: (acknowledge: readonly Acknowledged[]) => void
  readonly disable: () => void
  /** It is being enabled. */
  readonly isRunning: boolean
  readonly error: Error | null
  /** Forgets why it did not turn. */
  readonly reset: () => void
}

export function useSwitch(agentId: string, skillId: string, { first, goOn }: AroundSwitch): Switching {
  const tell = useTell()
  const enabling = useCommand({
    call:
      (acknowledge: readonly Acknowledged[]): Call<unknown> =>
      async (api) => {
        const before = await first?.(api)
        if (before !== undefined && !before.response.ok) return before
        return switchSkill(agentId, skillId)({ to: 'enable', acknowledge })(api)
      },
    changes: inboxChanges,
    ...(goOn !== undefined && { goOn }),
  })
  // A command of its own: who turns it off and on again at once means both.
  const disabling = useCommand({
    call: () => switchSkill(agentId, skillId)({ to: 'disable' }),
    changes: inboxChanges,
    onDone: () => tell(t('agents.offAtOnce')),
  })
  return {
    enable: enabling.run,
    disable: () => disabling.run(undefined),
    isRunning: enabling.isRunning,
    error: enabling.error ?? disabling.error,
    reset: () => {
      enabling.reset()
      disabling.reset()
    },
  }
}
