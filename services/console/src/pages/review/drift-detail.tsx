import type { ReviewItem, SkillDrift } from '@bindery/client'
import { useQuery } from '@tanstack/react-query'
import { Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { overviewQuery } from '../../api/agents.ts'
import { send } from '../../api/client.ts'
import { decideDrift, type DriftDecision, inboxChanges, skillDriftQuery } from '../../api/review.ts'
import { useRefusal } from '../../api/session.ts'
import { useCommand } from '../../api/use-command.ts'
import { atTime } from '../../text/times.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { CopyCurl } from '../../ui/copy-button.tsx'
import { Note, Status } from '../../ui/marks.tsx'
import { Failure, Skeleton } from '../../ui/states.tsx'
import { useTell } from '../../ui/toasts.tsx'
import { switchSkill } from '../agents/use-switch.ts'
import { ItemNames } from './item-names.tsx'
import { RepairChanges } from './repair-changes.tsx'
import styles from './review-page.module.css'

interface DriftDetailProps {
  readonly item: ReviewItem
  /** The repair is in the draft: publishing is next. */
  readonly onRepaired: () => void
  readonly onDecided: () => void
}

/** What a changed provider means for one skill, the repair that was drafted, and what each answer does. */
export function DriftDetail(props: DriftDetailProps): ReactNode {
  const { item } = props
  const place = { agentId: item.agentId, skillId: item.skillId ?? '' }
  const { data, error, isPending, refetch } = useQuery(skillDriftQuery(place))
  return (
    <Card title={t('review.is_drift')} count={atTime(item.at)}>
      <div className={styles.body}>
        <div className="row">
          {item.impact !== null && (
            <Status meaning={item.impact === 'compatible' ? 'ok' : 'warn'}>
              {t(`review.verdict_${item.impact}`)}
            </Status>
          )}
        </div>
        <ItemNames item={item} />
        {isPending && <Skeleton rows={4} what={t('review.is_drift')} />}
        {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
        {data !== undefined && (
          <>
            <Reasons drift={data} />
            <RepairChanges repair={data.repair} />
            <Answers {...props} drift={data} />
          </>
        )}
      </div>
    </Card>
  )
}

function Reasons({ drift: { reasons, failingTests } }: { readonly drift: SkillDrift }): ReactNode {
  return (
    <>
      <h3>{t('review.why')}</h3>
      <ul className={styles.reasons}>
        {reasons.map((reason) => (
          <li key={reason} dir="auto">
            {reason}
          </li>
        ))}
      </ul>
      {failingTests.length > 0 && (
        <Note meaning="warn" icon={TriangleAlert}>
          {t('review.failingTests', { count: failingTests.length, names: failingTests.join(', ') })}
        </Note>
      )}
    </>
  )
}

type Answering = DriftDetailProps & { readonly drift: SkillDrift }

function Answers({ item, drift, onRepaired, onDecided }: Answering): ReactNode {
  const place = { agentId: item.agentId, skillId: drift.skillId }
  const tell = useTell()
  const refusal = useRefusal('skills:write', 'everywhere')
  const staysEnabled = useStaysEnabled(item, drift)
  const deciding = useCommand({
    call: decideDrift(place),
    changes: inboxChanges,
    onAnswered: async (_answer, decision) => {
      if (decision !== 'apply' || !staysEnabled) return
      // Refused, it is in the draft all the same: the next step says that it is disabled and offers to enable it.
      await send(switchSkill(place.agentId, place.skillId)({ to: 'enable' })).catch(() => undefined)
    },
    onDone: (_answer, decision) => tell(t(`review.did_${decision}`)),
    goOn: (_answer, decision) => {
      if (decision === 'apply') onRepaired()
      else onDecided()
    },
  })
  const button = (decision: DriftDecision, look: 'primary' | 'normal' | 'quiet'): ReactNode => (
    <Button
      look={look}
      size="large"
      refusal={refusal}
      isBusy={deciding.isRunning}
      onClick={() => deciding.run(decision)}
    >
      {t(`review.do_${decision}`)}
      <span className="sr"> {item.functionName}</span>
    </Button>
  )
  const first = drift.repair === null ? 'acknowledge' : 'apply'
  return (
    <>
      {deciding.error !== null && <Failure error={deciding.error} />}
      <div className="row" data-answers>
        {drift.repair !== null && button('apply', 'primary')}
        {button('acknowledge', drift.repair === null ? 'primary' : 'normal')}
        {button('reject', 'quiet')}
        <CopyCurl call={decideDrift(place)(first)} />
      </div>
      <Note icon={Info}>
        {drift.repair !== null && <p>{t(staysEnabled ? 'review.repairKeeps' : 'review.repairDisables')}</p>}
        <p>{t(drift.verdict === 'compatible' ? 'review.acceptCompatible' : 'review.acceptBreaking')}</p>
        <p>{t('review.rejectMeans')}</p>
      </Note>
    </>
  )
}

/** A repair that only follows renames in a skill that reads may stay enabled; all others are looked at first. */
function useStaysEnabled({ agentId }: ReviewItem, { skillId, repair }: SkillDrift): boolean {
  const { data } = useQuery(overviewQuery(agentId))
  const row = data?.skills.find((skill) => skill.skillId === skillId)?.row
  if (row === null || row === undefined || repair === null) return false
  return row.isEnabled && !row.isWrite && repair.by === 'rename' && repair.eases.length === 0
}
