import { useLocation, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { startDiscovery } from '../../api/discovery.ts'
import { useEnvironment } from '../../api/environment.ts'
import { useRefusal } from '../../api/session.ts'
import { useCommand } from '../../api/use-command.ts'
import { useGuard } from '../../shell/production-guard.tsx'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'

interface DiscoverButtonProps {
  readonly kind: string
  readonly isFirst: boolean
  /** A discovery goes on, here or elsewhere. */
  readonly isRunning: boolean
}

/** Reads the provider's description again, in the environment of the page. Its progress stands below the head of the page. */
export function DiscoverButton({ kind, isFirst, isRunning }: DiscoverButtonProps): ReactNode {
  const { environment } = useEnvironment()
  const refusal = useRefusal('integrations:write')
  const guard = useGuard()
  const navigate = useNavigate()
  const isFollowed = useLocation({ select: ({ state }) => state.following !== undefined })
  const isBusy = isRunning || isFollowed
  const command = useCommand({
    call: startDiscovery(kind),
    // What it changes is loaded anew at its end: before, the bar would come and go with what the server says of it.
    changes: [],
    goOn: ({ data }) => {
      if (!('jobId' in data)) return
      const following = { job: data.jobId, opensSchema: isFirst }
      void navigate({ to: '.', replace: true, state: (state) => ({ ...state, following }) })
    },
  })
  return (
    <>
      {command.error !== null && (
        <span role="alert" className="status bad">
          {command.error.message}
        </span>
      )}
      <Button
        refusal={refusal}
        isBusy={command.isRunning || isBusy}
        onClick={() => guard(environment, () => command.run(environment))}
      >
        {isBusy ? t('providers.discovering') : t(isFirst ? 'providers.discoverFirst' : 'providers.discover')}
      </Button>
    </>
  )
}
