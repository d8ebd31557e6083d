import type { Webhook } from '@bindery/client'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { webhooksQuery } from '../../api/webhooks.ts'
import { t } from '../../text/translate.ts'
import { Card } from '../../ui/card.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Status } from '../../ui/marks.tsx'
import { Empty, Failure, Skeleton } from '../../ui/states.tsx'
import { TwoLines } from '../../ui/two-lines.tsx'
import { NewWebhook } from './new-webhook.tsx'
import { MakingPage } from './making-page.tsx'

/** Addresses that are told what happened. */
export function WebhooksPage(): ReactNode {
  return (
    <MakingPage
      title={t('webhooks.title')}
      scopes={['webhooks:read', 'webhooks:write']}
      reach="everywhere"
      makes={t('webhooks.new')}
      sheet={(onClose) => <NewWebhook onClose={onClose} />}
    >
      <WebhookList />
    </MakingPage>
  )
}

function WebhookList(): ReactNode {
  const { data, error, isPending, refetch } = useQuery(webhooksQuery)
  if (isPending) return <Skeleton rows={3} what={t('webhooks.title')} />
  if (data === undefined) return <Failure error={error} onRetry={() => void refetch()} />
  const count = t('common.showing', { shown: data.length, total: data.length })
  return (
    <Card title={t('webhooks.title')} count={count}>
      {data.length === 0 && <Empty>{t('webhooks.none')}</Empty>}
      <div className="list">
        {data.map((webhook) => (
          <Link key={webhook.id} to="/settings/webhooks/$webhookId" params={{ webhookId: webhook.id }}>
            <TwoLines
              name={<span className="mono">{webhook.url}</span>}
              below={webhook.description ?? t('webhooks.eventCount', { count: webhook.events.length })}
            />
            <span className="grow" />
            <WebhookState webhook={webhook} />
            <Icon of={ChevronRight} size="small" />
          </Link>
        ))}
      </div>
    </Card>
  )
}

/** Whether it is told anything, and why not. */
export function WebhookState({ webhook }: { readonly webhook: Webhook }): ReactNode {
  if (webhook.isEnabled) return <Status meaning="ok">{t('webhooks.on')}</Status>
  if (webhook.disabledReason === null) return <Status meaning="warn">{t('webhooks.off')}</Status>
  return <Status meaning="bad">{t('webhooks.stopped')}</Status>
}
