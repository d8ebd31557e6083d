import type { Provider } from '@bindery/client'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { providersQuery } from '../../api/integrations.ts'
import { t } from '../../text/translate.ts'
import { classOf } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Logo } from '../../ui/marks.tsx'
import { Failure, Skeleton } from '../../ui/states.tsx'
import styles from './providers-page.module.css'

/** Providers with ready-made skills that are not connected yet. */
export function ReadyList({ words }: { readonly words: string }): ReactNode {
  const { data, error, isPending, refetch } = useQuery(providersQuery)
  if (isPending) return <Skeleton rows={4} what={t('providers.ready')} />
  if (data === undefined) return <Failure error={error} onRetry={() => void refetch()} />
  const ready = data.filter(({ registered, hasPack }) => hasPack && !registered)
  const rows = ready.filter(({ displayName, blurb }) =>
    `${displayName}\n${blurb}`.toLowerCase().includes(words.trim().toLowerCase()),
  )
  if (rows.length === 0) return null
  const count = t('common.showing', { shown: rows.length, total: ready.length })
  return (
    <Card title={t('providers.ready')} count={`${count} · ${t('providers.pasteForOther')}`}>
      <ul className={styles.grid}>
        {rows.map((provider) => (
          <ReadyProvider key={provider.kind} provider={provider} />
        ))}
      </ul>
    </Card>
  )
}

function ReadyProvider({ provider }: { readonly provider: Provider }): ReactNode {
  const { kind, displayName, blurb, actionCount } = provider
  return (
    <li className={styles.provider}>
      <Logo name={displayName} />
      <div className="grow">
        <b>{displayName}</b>
        <p>{blurb}</p>
        <p className="hint">{t('providers.readySkills', { count: actionCount })}</p>
      </div>
      <Link
        to="/providers/new"
        search={{ pack: kind }}
        className={classOf('normal')}
        aria-label={t('providers.connectNamed', { name: displayName })}
      >
        {t('providers.connect')}
      </Link>
    </li>
  )
}
