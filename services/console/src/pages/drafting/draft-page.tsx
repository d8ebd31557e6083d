import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { overviewQuery } from '../../api/agents.ts'
import { draftQuery } from '../../api/drafts.ts'
import { Page } from '../../shell/page.tsx'
import { t } from '../../text/translate.ts'
import { classOf } from '../../ui/button.tsx'
import { Failure, Skeleton } from '../../ui/states.tsx'
import { DraftCard } from './draft-card.tsx'
import { GoalForm } from './goal-form.tsx'
import { useDrafting } from './use-drafting.ts'

/** One draft: as it was made, with what people have said of its lines. What is proposed next may be over another provider. */
export function DraftPage(): ReactNode {
  const { agentId, draftId } = useParams({ from: '/agents/$agentId/auto/$draftId' })
  const { provider } = useSearch({ from: '/agents/$agentId/auto/$draftId' })
  const agent = useQuery(overviewQuery(agentId))
  const draft = useQuery(draftQuery(agentId, draftId))
  const drafting = useDrafting(agentId, provider ?? draft.data?.integration)
  return (
    <Page
      title={t('drafting.title')}
      above={
        <Link to="/agents/$agentId" params={{ agentId }}>
          {agent.data?.agent.name ?? t('agents.title')}
        </Link>
      }
      actions={
        <Link to="/review" search={{ type: 'draft' }} className={classOf('normal')}>
          {t('drafting.toReview')}
        </Link>
      }
    >
      <div className="stack">
        {draft.isPending && <Skeleton rows={6} what={t('drafting.draftTitle')} />}
        {draft.error !== null && <Failure error={draft.error} onRetry={() => void draft.refetch()} />}
        {draft.data !== undefined && (
          <>
            <GoalForm key={draftId} drafting={drafting} goal={draft.data.goal} />
            {drafting.error !== null && <Failure error={drafting.error} />}
            <DraftCard key={draftId} agentId={agentId} draft={draft.data} />
          </>
        )}
      </div>
    </Page>
  )
}
