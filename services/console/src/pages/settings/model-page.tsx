import type { System } from '@bindery/client'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { systemQuery } from '../../api/system.ts'
import { atTime } from '../../text/times.ts'
import { t } from '../../text/translate.ts'
import { Card } from '../../ui/card.tsx'
import { Status, Tag } from '../../ui/marks.tsx'
import { Failure, Skeleton } from '../../ui/states.tsx'
import { SettingsPage } from './settings-page.tsx'
import styles from './settings.module.css'

/** What drafts bindings, as far as that is known without asking it anything. */
export function ModelPage(): ReactNode {
  return (
    <SettingsPage title={t('system.model')} scope="keys:read">
      <Model />
    </SettingsPage>
  )
}

function Model(): ReactNode {
  const { data, error, isPending, refetch } = useQuery(systemQuery)
  if (isPending) return <Skeleton rows={3} what={t('system.model')} />
  if (data === undefined) return <Failure error={error} onRetry={() => void refetch()} />
  return (
    <div className="stack">
      <Card title={t('system.model')}>
        <dl className={styles.facts}>
          <dt>{t('system.drafts')}</dt>
          <dd>
            {data.model === null ? t('system.rulesAlone') : <span className="mono">{data.model.name}</span>}
          </dd>
          {data.model !== null && <ModelFacts model={data.model} />}
        </dl>
      </Card>
      <Card title={t('system.setModel')}>
        <div className={styles.body}>
          <p className="dim">{t('system.setModelLead')}</p>
          <pre translate="no" className={styles.well}>
            {example}
          </pre>
        </div>
      </Card>
    </div>
  )
}

const example = `BINDERY_MODEL=gpt-5-mini OPENAI_API_KEY=... npm start
BINDERY_MODEL=qwen3 OPENAI_BASE_URL=http://127.0.0.1:11434/v1 BINDERY_EGRESS_ALLOW=127.0.0.1/32:11434 npm start`

function ModelFacts({ model }: { readonly model: NonNullable<System['model']> }): ReactNode {
  const { address, lastAnswer } = model
  return (
    <>
      <dt>{t('system.address')}</dt>
      <dd className="mono">{address}</dd>
      <dt>{t('system.reachable')}</dt>
      <dd>
        {lastAnswer === null ? (
          <Tag>{t('system.notAsked')}</Tag>
        ) : (
          <Status meaning={lastAnswer.result === 'answered' ? 'ok' : 'bad'}>
            {t(`system.model_${lastAnswer.result}`, { when: atTime(lastAnswer.at) })}
          </Status>
        )}
      </dd>
    </>
  )
}
