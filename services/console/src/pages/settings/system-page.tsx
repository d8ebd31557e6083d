import type { System } from '@bindery/client'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { systemQuery } from '../../api/system.ts'
import { atTime, formatBytes, since } from '../../text/times.ts'
import { t } from '../../text/translate.ts'
import { Card } from '../../ui/card.tsx'
import { Status, Tag } from '../../ui/marks.tsx'
import { Failure, Skeleton } from '../../ui/states.tsx'
import { TwoLines } from '../../ui/two-lines.tsx'
import { BackupCard } from './backup-card.tsx'
import { SettingsPage } from './settings-page.tsx'
import { StorageCard } from './storage-card.tsx'
import styles from './settings.module.css'

/** What the server is, where each of its settings comes from, and how it does. */
export function SystemPage(): ReactNode {
  return (
    <SettingsPage title={t('system.title')} scope="keys:read">
      <Parts />
    </SettingsPage>
  )
}

function Parts(): ReactNode {
  const { data, error, isPending, refetch } = useQuery(systemQuery)
  if (isPending) return <Skeleton rows={8} what={t('system.title')} />
  if (data === undefined) return <Failure error={error} onRetry={() => void refetch()} />
  return (
    <div className="stack">
      <Server system={data} />
      <Checks checks={data.checks} />
      <BackupCard restored={data.restored} />
      <StorageCard />
      <Settings settings={data.settings} />
    </div>
  )
}

function Server({ system }: { readonly system: System }): ReactNode {
  const { version, node, store, startedAt, model, egressAllow } = system
  return (
    <Card title={t('system.server')}>
      <dl className={styles.facts}>
        <dt>{t('system.version')}</dt>
        <dd className="mono">{version}</dd>
        <dt>{t('system.node')}</dt>
        <dd className="mono">{node}</dd>
        <dt>{t('system.store')}</dt>
        <dd>{t(`system.store_${store.kind}`, { size: formatBytes(store.bytes) })}</dd>
        <dt>{t('system.started')}</dt>
        <dd title={atTime(startedAt)}>{since(startedAt)}</dd>
        <dt>{t('system.drafts')}</dt>
        <dd>{model === null ? t('system.rulesAlone') : <span className="mono">{model.name}</span>}</dd>
        <dt>{t('system.egress')}</dt>
        <dd className="mono" translate="no">
          {egressAllow.length === 0 ? t('system.noEgress') : egressAllow.join(', ')}
        </dd>
      </dl>
    </Card>
  )
}

function Checks({ checks }: Pick<System, 'checks'>): ReactNode {
  const well = checks.filter(({ ok }) => ok).length
  return (
    <Card title={t('system.checks')} count={t('system.wellOf', { well, total: checks.length })}>
      <ul className="list">
        {checks.map(({ name, ok, detail }) => (
          <li key={name}>
            <span className="mono">{name}</span>
            <span className="dim grow">{detail}</span>
            <Status meaning={ok ? 'ok' : 'bad'}>{t(ok ? 'system.ok' : 'system.notOk')}</Status>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Settings({ settings }: Pick<System, 'settings'>): ReactNode {
  const given = settings.filter(({ from }) => from === 'environment').length
  return (
    <Card title={t('system.settings')} count={t('system.givenOf', { given, total: settings.length })}>
      <ul className="list">
        {settings.map(({ name, about, value, isSecret, set, from }) => (
          <li key={name} className={styles.setting}>
            <TwoLines name={<span className="mono">{name}</span>} below={about} />
            <span className="mono dim" dir="auto">
              {isSecret && set ? t('system.secret') : (value ?? t('system.notSet'))}
            </span>
            <Tag meaning={from === 'environment' ? 'accent' : 'line'}>{t(`system.from_${from}`)}</Tag>
          </li>
        ))}
      </ul>
    </Card>
  )
}
