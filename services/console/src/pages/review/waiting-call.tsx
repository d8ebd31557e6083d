import type { Confirmation, ReviewItem } from '@bindery/client'
import { useQuery } from '@tanstack/react-query'
import { Clock } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Client } from '../../api/client.ts'
import { confirmationQuery, inboxChanges } from '../../api/review.ts'
import { useRefusal } from '../../api/session.ts'
import { useCommand } from '../../api/use-command.ts'
import { useGuard } from '../../shell/production-guard.tsx'
import { since } from '../../text/times.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { CopyCurl } from '../../ui/copy-button.tsx'
import { JsonText } from '../../ui/json-text.tsx'
import { Note, Tag } from '../../ui/marks.tsx'
import { ProviderText } from '../../ui/provider-text.tsx'
import { Failure, Skeleton } from '../../ui/states.tsx'
import { useTell } from '../../ui/toasts.tsx'
import { ItemNames } from './item-names.tsx'
import styles from './review-page.module.css'

const approve = (confirmationId: string) => (api: Client) =>
  api.POST('/api/v1/confirmations/{confirmationId}/approve', { params: { path: { confirmationId } } })

const reject = (confirmationId: string) => (api: Client) =>
  api.POST('/api/v1/confirmations/{confirmationId}/reject', { params: { path: { confirmationId } } })

const changes = [...inboxChanges, ['confirmations'], ['executions']]

interface WaitingCallProps {
  readonly item: ReviewItem
  readonly onDecided: () => void
}

/** One call that waits: what it would do in a sentence, the request as it would be sent, and the two answers. */
export function WaitingCall({ item, onDecided }: WaitingCallProps): ReactNode {
  const { data, error, isPending, refetch } = useQuery(confirmationQuery(item.id))
  return (
    <Card title={t('review.is_approval')} count={<Expiry item={item} />}>
      <div className={styles.body}>
        <p className={styles.title}>
          <ProviderText>{item.title}</ProviderText>
        </p>
        <div className="row">
          {item.environment !== null && (
            <Tag meaning={item.environment === 'production' ? 'bad' : 'line'}>{item.environment}</Tag>
          )}
          <ItemNames item={item} />
        </div>
        {isPending && <Skeleton rows={3} what={t('review.request')} />}
        {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
        {data !== undefined && (
          <>
            <JsonText value={data.preview} label={t('review.request')} />
            {data.status === 'pending' ? (
              <Decision item={item} environment={data.environment} onDecided={onDecided} />
            ) : (
              <Note icon={Clock}>{t(`review.status_${data.status}`)}</Note>
            )}
          </>
        )}
      </div>
    </Card>
  )
}

const Expiry = ({ item: { expiresAt } }: { readonly item: ReviewItem }): ReactNode =>
  expiresAt !== null && t('review.expires', { when: since(expiresAt) })

interface DecisionProps extends WaitingCallProps {
  readonly environment: Confirmation['environment']
}

function Decision({ item, environment, onDecided }: DecisionProps): ReactNode {
  const { id, title, actions } = item
  const guard = useGuard()
  const tell = useTell()
  const refusal = useRefusal('confirmations:write')
  const gone = actions.includes('approve') ? undefined : t('review.nothingToCall')
  const approving = useCommand({
    call: approve,
    changes,
    onDone: ({ data }) => tell(t(data.status === 'ok' ? 'review.approved' : 'review.approvedNotOk')),
    goOn: onDecided,
  })
  const rejecting = useCommand({
    call: reject,
    changes,
    onDone: () => tell(t('review.rejected')),
    goOn: onDecided,
  })
  const error = approving.error ?? rejecting.error
  return (
    <>
      {gone !== undefined && <p className="dim">{gone}</p>}
      {error !== null && <Failure error={error} />}
      <div className="row" data-answers>
        <Button
          look="primary"
          size="large"
          refusal={refusal ?? gone}
          isBusy={approving.isRunning}
          onClick={() => guard(environment, () => approving.run(id))}
        >
          {t('review.approve')}
          <span className="sr"> {title}</span>
        </Button>
        <Button size="large" refusal={refusal} isBusy={rejecting.isRunning} onClick={() => rejecting.run(id)}>
          {t('review.reject')}
          <span className="sr"> {title}</span>
        </Button>
        <CopyCurl call={approve(id)} />
      </div>
    </>
  )
}
