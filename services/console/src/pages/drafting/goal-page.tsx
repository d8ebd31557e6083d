import { useQuery } from '@tanstack/react-query'
import {
  type HistoryState,
  Link,
  useLocation,
  useNavigate,
  useParams,
  useSearch,
} from '@tanstack/react-router'
import { type ReactNode, useEffect, useEffectEvent } from 'react'
import { overviewQuery } from '../../api/agents.ts'
import { Page } from '../../shell/page.tsx'
import { t } from '../../text/translate.ts'
import { Failure } from '../../ui/states.tsx'
import { GoalForm } from './goal-form.tsx'
import { type Drafting, useDrafting } from './use-drafting.ts'

/** A goal in words; the draft that is made for it has a page of its own. */
export function GoalPage(): ReactNode {
  const { agentId } = useParams({ from: '/agents/$agentId/auto' })
  const { provider, goal = '' } = useSearch({ from: '/agents/$agentId/auto' })
  const entered = useLocation({ select: ({ state }) => state.proposing })
  const agent = useQuery(overviewQuery(agentId))
  const drafting = useDrafting(agentId, provider)
  useEntered(entered, drafting)
  return (
    <Page
      title={t('drafting.title')}
      above={
        <Link to="/agents/$agentId" params={{ agentId }}>
          {agent.data?.agent.name ?? t('agents.title')}
        </Link>
      }
    >
      <div className="stack">
        <GoalForm drafting={drafting} goal={entered ?? goal} isNext />
        {drafting.error !== null && <Failure error={drafting.error} />}
      </div>
    </Page>
  )
}

/** Proposes for a goal that was entered on another page, once: a reload finds it in the form. */
function useEntered(entered: string | undefined, { place, draft }: Drafting): void {
  const navigate = useNavigate()
  const begin = useEffectEvent((goal: string) => {
    draft({ goal })
    const state = ({ proposing: _entered, ...rest }: HistoryState): HistoryState => rest
    void navigate({ to: '.', search: (search) => ({ ...search, goal }), replace: true, state })
  })
  useEffect(() => {
    if (entered !== undefined && place.kind !== '') begin(entered)
  }, [entered, place.kind])
}
