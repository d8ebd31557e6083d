import type { Secret } from '@bindery/client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { secretsQuery } from '../../api/secrets.ts'
import { useRefusal } from '../../api/session.ts'
import { atTime, since } from '../../text/times.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Tag } from '../../ui/marks.tsx'
import { Empty, Failure, Skeleton } from '../../ui/states.tsx'
import { More } from '../../ui/more.tsx'
import { TwoLines } from '../../ui/two-lines.tsx'
import { DeleteSecret, NewSecret, ReplaceSecret } from './secret-sheets.tsx'
import { MakingPage } from './making-page.tsx'
import styles from './settings.module.css'

/** Values that connections refer to by name. What they are is typed here and shown nowhere. */
export function SecretsPage(): ReactNode {
  return (
    <MakingPage
      title={t('secrets.title')}
      scopes={['secrets:read', 'secrets:write']}
      reach="everywhere"
      makes={t('secrets.new')}
      sheet={(onClose) => <NewSecret onClose={onClose} />}
    >
      <SecretList />
    </MakingPage>
  )
}

function SecretList(): ReactNode {
  const list = useInfiniteQuery(secretsQuery)
  const { data, error, isPending, refetch } = list
  if (isPending) return <Skeleton rows={3} what={t('secrets.title')} />
  if (data === undefined) return <Failure error={error} onRetry={() => void refetch()} />
  const secrets = data.pages.flatMap((page) => page.data)
  const total = data.pages[0]?.meta?.total ?? secrets.length
  return (
    <Card title={t('secrets.title')} count={t('common.showing', { shown: secrets.length, total })}>
      {secrets.length === 0 && <Empty>{t('secrets.none')}</Empty>}
      <ul className="list">
        {secrets.map((secret) => (
          <SecretRow key={secret.id} secret={secret} />
        ))}
      </ul>
      <More list={list} />
    </Card>
  )
}

function SecretRow({ secret }: { readonly secret: Secret }): ReactNode {
  const [asked, setAsked] = useState<'replace' | 'delete' | undefined>()
  const refusal = useRefusal('secrets:write', 'everywhere')
  const { name, enabled, createdAt, updatedAt, lastUsedAt, references } = secret
  const uses = references.map((use) => `${use.name}, ${use.environment}`)
  const used = t('secrets.usedBy', { count: uses.length })
  return (
    <li className={styles.row}>
      <TwoLines
        name={name}
        below={
          lastUsedAt === null ? t('settings.neverUsed') : t('settings.used', { when: since(lastUsedAt) })
        }
      />
      <span className="dim" title={`${atTime(createdAt)} · ${atTime(updatedAt)}`}>
        {t('secrets.changed', { when: since(updatedAt) })}
      </span>
      <span className="dim cut" dir="auto" title={uses.join('\n')}>
        {!enabled && <Tag>{t('secrets.off')}</Tag>}{' '}
        {uses.length === 0 ? t('secrets.unused') : uses.join('; ')}
      </span>
      <span className={styles.actions}>
        <Button refusal={refusal} onClick={() => setAsked('replace')}>
          {t('secrets.replace')}
          <span className="sr"> {name}</span>
        </Button>
        <Button
          refusal={refusal ?? (uses.length > 0 ? t('secrets.inUse', { used }) : undefined)}
          onClick={() => setAsked('delete')}
        >
          {t('common.delete')}
          <span className="sr"> {name}</span>
        </Button>
      </span>
      {asked === 'replace' && <ReplaceSecret secret={secret} onClose={() => setAsked(undefined)} />}
      {asked === 'delete' && <DeleteSecret secret={secret} onClose={() => setAsked(undefined)} />}
    </li>
  )
}
