import type { ApiKey } from '@bindery/client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { keysQuery, revokeKey } from '../../api/keys.ts'
import { useRefusal, useSession } from '../../api/session.ts'
import { useCommand } from '../../api/use-command.ts'
import { atTime, since } from '../../text/times.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Tag } from '../../ui/marks.tsx'
import { CommandSheet } from '../../ui/command-sheet.tsx'
import { Failure, Skeleton } from '../../ui/states.tsx'
import { useTell } from '../../ui/toasts.tsx'
import { More } from '../../ui/more.tsx'
import { TwoLines } from '../../ui/two-lines.tsx'
import styles from './keys-page.module.css'
import { NewKey } from './new-key.tsx'
import { MakingPage } from './making-page.tsx'

/** The keys that programs, assistants and people come with. */
export function KeysPage(): ReactNode {
  return (
    <MakingPage
      title={t('settings.keys')}
      scopes={['keys:read', 'keys:write']}
      makes={t('settings.newKey')}
      sheet={(onClose) => <NewKey onClose={onClose} />}
    >
      <KeyList />
    </MakingPage>
  )
}

function KeyList(): ReactNode {
  const list = useInfiniteQuery(keysQuery)
  const { data, error, isPending, refetch } = list
  if (isPending) return <Skeleton rows={3} what={t('settings.keys')} />
  if (data === undefined) return <Failure error={error} onRetry={() => void refetch()} />
  const keys = data.pages.flatMap((page) => page.data)
  const count = t('common.showing', { shown: keys.length, total: data.pages[0]?.meta?.total ?? keys.length })
  return (
    <Card title={t('settings.keys')} count={count}>
      <ul className="list">
        {keys.map((key) => (
          <KeyRow key={key.id} apiKey={key} />
        ))}
      </ul>
      <More list={list} />
    </Card>
  )
}

function KeyRow({ apiKey }: { readonly apiKey: ApiKey }): ReactNode {
  const [isAsking, setIsAsking] = useState(false)
  const { key: own } = useSession()
  const refusal = useRefusal('keys:write')
  const { id, name, prefix, scopes, environment, expiresAt, lastUsedAt } = apiKey
  return (
    <li className={styles.row}>
      <TwoLines name={name} below={<span className="mono">{prefix}…</span>} />
      <span className="dim" title={scopes.join(', ')}>
        {t('settings.scopeCount', { count: scopes.length })}
      </span>
      <span>{environment !== null && <Tag meaning="line">{environment}</Tag>}</span>
      <span className="faint">
        {lastUsedAt === null ? t('settings.neverUsed') : t('settings.used', { when: since(lastUsedAt) })}
        {expiresAt !== null && ` · ${t('settings.expires', { when: atTime(expiresAt) })}`}
      </span>
      <Button
        refusal={refusal ?? (id === own.id ? t('settings.ownKey') : undefined)}
        onClick={() => setIsAsking(true)}
      >
        {t('settings.revoke')}
        <span className="sr"> {name}</span>
      </Button>
      {isAsking && <Revoke apiKey={apiKey} onClose={() => setIsAsking(false)} />}
    </li>
  )
}

function Revoke({ apiKey, onClose }: { readonly apiKey: ApiKey; readonly onClose: () => void }): ReactNode {
  const tell = useTell()
  const command = useCommand({
    call: revokeKey,
    changes: [['api-keys']],
    onDone: () => {
      tell(t('settings.revoked', { name: apiKey.name }))
      onClose()
    },
  })
  return (
    <CommandSheet
      title={t('settings.revokeTitle', { name: apiKey.name })}
      onClose={onClose}
      submit={t('settings.revoke')}
      call={revokeKey(apiKey.id)}
      isBusy={command.isRunning}
      error={command.error}
      onSubmit={() => command.run(apiKey.id)}
    >
      <p>{t('settings.revokeBody')}</p>
    </CommandSheet>
  )
}
