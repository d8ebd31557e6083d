import type { AutoMapRequest, Integration } from '@bindery/client'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { BindingPlace } from '../../api/bindings.ts'
import { draftBinding } from '../../api/drafts.ts'
import { integrationsQuery } from '../../api/integrations.ts'
import { useCommand } from '../../api/use-command.ts'

export interface Drafting {
  readonly place: BindingPlace
  /** Providers that can be drafted over. */
  readonly providers: readonly Integration[]
  readonly draft: (request: AutoMapRequest) => void
  readonly isRunning: boolean
  readonly error: Error | null
}

/** Drafts over the provider of the address, or the first one that was discovered, and goes to what was drafted. */
export function useDrafting(agentId: string, provider: string | undefined): Drafting {
  const { data } = useQuery(integrationsQuery)
  const navigate = useNavigate()
  const providers = (data?.data ?? []).filter(({ catalogHash }) => catalogHash !== null)
  const place = { agentId, kind: provider ?? providers[0]?.kind ?? '' }
  const drafting = useCommand({
    call: draftBinding(place),
    changes: [['agents'], ['session'], ['review']],
    goOn: ({ data: { draftId } }) =>
      void navigate({
        to: '/agents/$agentId/auto/$draftId',
        params: { agentId, draftId },
        search: { provider: place.kind },
      }),
  })
  return { place, providers, draft: drafting.run, isRunning: drafting.isRunning, error: drafting.error }
}
