import type { WebhookDelivery } from '@bindery/client'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useRefusal } from '../../api/session.ts'
import { useCommand } from '../../api/use-command.ts'
import { deliveriesQuery, resendDelivery } from '../../api/webhooks.ts'
import { atTime, since } from '../../text/times.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { type Meaning, Status } from '../../ui/marks.tsx'
import { Empty, Failure, Skeleton } from '../../ui/states.tsx'
import styles from './settings.module.css'

/** What became of the messages to an address. */
export function Deliveries({ webhookId }: { readonly webhookId: string }): ReactNode {
  const { data, error, isPending, refetch } = useQuery(deliveriesQuery(webhookId))
  const resend = useCommand({
    call: resendDelivery(webhookId),
    changes: [['deliveries', webhookId]],
  })
  if (isPending) return <Skeleton rows={4} what={t('webhooks.deliveries')} />
  if (data === undefined) return <Failure error={error} onRetry={() => void refetch()} />
  const count = t(data.meta?.hasMore === true ? 'webhooks.newest' : 'webhooks.allDeliveries', {
    count: data.data.length,
  })
  return (
    <Card title={t('webhooks.deliveries')} count={count}>
      {data.data.length === 0 && <Empty>{t('webhooks.noDelivery')}</Empty>}
      {resend.error !== null && <Failure error={resend.error} />}
      <ul className="list">
        {data.data.map((delivery) => (
          <DeliveryRow key={delivery.id} delivery={delivery} onResend={() => resend.run(delivery.id)} />
        ))}
      </ul>
    </Card>
  )
}

const meanings: Readonly<Record<WebhookDelivery['status'], Meaning>> = {
  delivered: 'ok',
  pending: 'warn',
  failed: 'bad',
}

interface DeliveryRowProps {
  readonly delivery: WebhookDelivery
  readonly onResend: () => void
}

function DeliveryRow({ delivery, onResend }: DeliveryRowProps): ReactNode {
  const refusal = useRefusal('webhooks:write', 'everywhere')
  const { status, event, attempts, lastStatus, lastError, createdAt, messageId } = delivery
  return (
    <li className={styles.delivery}>
      <Status meaning={meanings[status]}>{t(`webhooks.is_${status}`)}</Status>
      <div className={styles.what}>
        <span className="mono">{event}</span>
        <small className="dim" dir="auto">
          {t('webhooks.attempts', { count: attempts })}
          {lastStatus !== null && ` · ${lastStatus}`}
          {lastError !== null && ` · ${lastError}`}
        </small>
      </div>
      <time className="faint" dateTime={createdAt} title={atTime(createdAt)}>
        {since(createdAt)}
      </time>
      <Button refusal={refusal} onClick={onResend}>
        {t('webhooks.resend')}
        <span className="sr"> {messageId}</span>
      </Button>
    </li>
  )
}
