import type { Webhook } from '@bindery/client'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Send } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useRefusal } from '../../api/session.ts'
import { useCommand } from '../../api/use-command.ts'
import {
  deleteWebhook,
  rotateWebhook,
  switchWebhook,
  testWebhook,
  webhooksQuery,
} from '../../api/webhooks.ts'
import { atTime } from '../../text/times.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { CommandSheet } from '../../ui/command-sheet.tsx'
import { Empty, Failure, Skeleton } from '../../ui/states.tsx'
import { Switch } from '../../ui/switch.tsx'
import { useTell } from '../../ui/toasts.tsx'
import { Deliveries } from './deliveries.tsx'
import { SettingsPage } from './settings-page.tsx'
import styles from './settings.module.css'
import { ShownOnce } from './shown-once.tsx'
import { WebhookState } from './webhooks-page.tsx'

/** One address: what it is told of, and what became of each message. */
export function WebhookPage(): ReactNode {
  const { webhookId } = useParams({ from: '/settings/webhooks/$webhookId' })
  const { data, error, isPending, refetch } = useQuery(webhooksQuery)
  const webhook = data?.find(({ id }) => id === webhookId)
  const tell = useTell()
  const test = useCommand({
    call: testWebhook,
    changes: [['deliveries', webhookId]],
    onDone: () => tell(t('webhooks.testSent')),
  })
  return (
    <SettingsPage
      title={t('webhooks.one')}
      scope="webhooks:read"
      above={<Link to="/settings/webhooks">{t('webhooks.title')}</Link>}
      marks={webhook !== undefined && <WebhookState webhook={webhook} />}
      actions={
        webhook !== undefined && <Test isRunning={test.isRunning} onTest={() => test.run(webhookId)} />
      }
    >
      {test.error !== null && <Failure error={test.error} />}
      {isPending && <Skeleton rows={4} what={t('webhooks.one')} />}
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data !== undefined && webhook === undefined && <Empty>{t('webhooks.gone')}</Empty>}
      {webhook !== undefined && (
        <div className="stack">
          <Facts webhook={webhook} />
          <Deliveries webhookId={webhook.id} />
        </div>
      )}
    </SettingsPage>
  )
}

interface TestProps {
  readonly isRunning: boolean
  readonly onTest: () => void
}

function Test({ isRunning, onTest }: TestProps): ReactNode {
  const refusal = useRefusal('webhooks:write', 'everywhere')
  return (
    <Button look="primary" icon={Send} refusal={refusal} isBusy={isRunning} onClick={onTest}>
      {t('webhooks.test')}
    </Button>
  )
}

function Facts({ webhook }: { readonly webhook: Webhook }): ReactNode {
  const [asked, setAsked] = useState<'rotate' | 'delete' | undefined>()
  const refusal = useRefusal('webhooks:write', 'everywhere')
  const turn = useCommand({ call: switchWebhook(webhook.id), changes: [['webhooks']] })
  const close = (): void => setAsked(undefined)
  return (
    <Card
      title={t('webhooks.settings')}
      actions={
        <>
          <Button refusal={refusal} onClick={() => setAsked('rotate')}>
            {t('webhooks.rotate')}
          </Button>
          <Button refusal={refusal} onClick={() => setAsked('delete')}>
            {t('common.delete')}
          </Button>
        </>
      }
    >
      <dl className={styles.facts}>
        <dt>{t('webhooks.url')}</dt>
        <dd className="mono" dir="auto">
          {webhook.url}
        </dd>
        {webhook.description !== null && (
          <>
            <dt>{t('webhooks.description')}</dt>
            <dd dir="auto">{webhook.description}</dd>
          </>
        )}
        <dt>{t('webhooks.events')}</dt>
        <dd className="mono" translate="no">
          {webhook.events.join(', ')}
        </dd>
        <dt>{t('webhooks.since')}</dt>
        <dd>{atTime(webhook.createdAt)}</dd>
        <dt>{t('webhooks.isOn')}</dt>
        <dd>
          <Switch
            label={t('webhooks.isOn')}
            isOn={webhook.isEnabled}
            refusal={refusal}
            onSwitch={(isOn) => turn.run(isOn)}
          />
          {webhook.disabledReason !== null && <span className="dim"> {webhook.disabledReason}</span>}
        </dd>
      </dl>
      {turn.error !== null && <Failure error={turn.error} />}
      {asked === 'rotate' && <Rotate webhook={webhook} onClose={close} />}
      {asked === 'delete' && <Delete webhook={webhook} onClose={close} />}
    </Card>
  )
}

interface SheetProps {
  readonly webhook: Webhook
  readonly onClose: () => void
}

function Rotate({ webhook: { id }, onClose }: SheetProps): ReactNode {
  const command = useCommand({ call: rotateWebhook, changes: [['webhooks']] })
  const secret = command.data?.data.secret
  if (secret !== undefined) return <ShownOnce title={t('webhooks.secret')} value={secret} onClose={onClose} />
  return (
    <CommandSheet
      title={t('webhooks.rotateTitle')}
      onClose={onClose}
      submit={t('webhooks.rotate')}
      call={rotateWebhook(id)}
      isBusy={command.isRunning}
      error={command.error}
      onSubmit={() => command.run(id)}
    >
      <p>{t('webhooks.rotateBody')}</p>
    </CommandSheet>
  )
}

function Delete({ webhook: { id }, onClose }: SheetProps): ReactNode {
  const navigate = useNavigate()
  const tell = useTell()
  const command = useCommand({
    call: deleteWebhook,
    changes: [['webhooks']],
    onDone: () => tell(t('webhooks.deleted')),
    goOn: () => void navigate({ to: '/settings/webhooks' }),
  })
  return (
    <CommandSheet
      title={t('webhooks.deleteTitle')}
      onClose={onClose}
      submit={t('common.delete')}
      call={deleteWebhook(id)}
      isBusy={command.isRunning}
      error={command.error}
      onSubmit={() => command.run(id)}
    >
      <p>{t('webhooks.deleteBody')}</p>
    </CommandSheet>
  )
}
