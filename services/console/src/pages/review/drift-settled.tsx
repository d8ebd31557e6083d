import type { ReviewItem } from '@bindery/client'
import { useQuery } from '@tanstack/react-query'
import { Info } from 'lucide-react'
import type { ReactNode } from 'react'
import { overviewQuery } from '../../api/agents.ts'
import { useRefusal } from '../../api/session.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Note, Status } from '../../ui/marks.tsx'
import { Failure, Skeleton } from '../../ui/states.tsx'
import { PublishCard } from '../agents/publish-card.tsx'
import type { SkillOverview } from '../agents/skill-row.tsx'
import { useEnabling } from '../agents/use-enabling.tsx'
import { ItemNames } from './item-names.tsx'
import styles from './review-page.module.css'

/** After a repair: whether the skill is enabled, and what publishing it changes. */
export function DriftSettled({ item }: { readonly item: ReviewItem }): ReactNode {
  const { data, error, isPending, refetch } = useQuery(overviewQuery(item.agentId))
  const row = data?.skills.find(({ skillId }) => skillId === item.skillId)?.row ?? undefined
  return (
    <>
      <Card title={t('review.repaired')}>
        <div className={styles.body}>
          <ItemNames item={item} />
          {isPending && <Skeleton rows={2} what={t('review.repaired')} />}
          {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
          {row?.isEnabled === true && <Status meaning="ok">{t('review.isEnabled')}</Status>}
          {row?.isEnabled === false && <Disabled agentId={item.agentId} skill={row} />}
        </div>
      </Card>
      <PublishCard agentId={item.agentId} />
    </>
  )
}

interface DisabledProps {
  readonly agentId: string
  readonly skill: NonNullable<SkillOverview['row']>
}

function Disabled({ agentId, skill }: DisabledProps): ReactNode {
  const refusal = useRefusal('skills:write', 'everywhere')
  const { enable, isRunning, sheet } = useEnabling(agentId, skill)
  return (
    <>
      <Note meaning="warn" icon={Info}>
        {t('review.isDisabled')}
      </Note>
      <div className="row" data-answers>
        <Button refusal={refusal} isBusy={isRunning} onClick={enable}>
          {t('agents.enable')}
          <span className="sr"> {skill.functionName}</span>
        </Button>
      </div>
      {sheet}
    </>
  )
}
