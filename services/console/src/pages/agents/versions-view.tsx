import type { AgentVersion } from '@bindery/client'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { versionDiffQuery, versionPagesQuery } from '../../api/agents.ts'
import { useRefusal } from '../../api/session.ts'
import { atTime, since } from '../../text/times.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Status } from '../../ui/marks.tsx'
import { More } from '../../ui/more.tsx'
import { Empty, Failure, Skeleton } from '../../ui/states.tsx'
import { ChangeList } from './change-list.tsx'
import { RollBack } from './roll-back.tsx'
import styles from './versions-view.module.css'

/** What was published and when; an older version is one confirmation away. */
export function VersionsView(): ReactNode {
  const { agentId } = useParams({ from: '/agents/$agentId' })
  const list = useInfiniteQuery(versionPagesQuery(agentId))
  const { data, error, isPending, refetch } = list
  if (isPending) return <Skeleton rows={4} what={t('agents.versions')} />
  if (data === undefined) return <Failure error={error} onRetry={() => void refetch()} />
  const versions = data.pages.flatMap((page) => page.data)
  const total = data.pages[0]?.meta?.total ?? versions.length
  if (versions.length === 0) return <Empty>{t('agents.noVersions')}</Empty>
  return (
    <Card title={t('agents.versions')} count={t('common.showing', { shown: versions.length, total })}>
      <ul>
        {versions.map((version) => (
          <VersionRow key={version.id} agentId={agentId} version={version} />
        ))}
      </ul>
      <More list={list} />
    </Card>
  )
}

interface VersionRowProps {
  readonly agentId: string
  readonly version: AgentVersion
}

function VersionRow({ agentId, version }: VersionRowProps): ReactNode {
  const [isOpen, setIsOpen] = useState(false)
  const [isAsking, setIsAsking] = useState(false)
  const refusal = useRefusal('agents:write', 'everywhere')
  return (
    <li className={styles.version}>
      <div className={styles.row}>
        <b>{t('agents.version', { number: version.number })}</b>
        {version.live && <Status meaning="ok">{t('agents.live')}</Status>}
        <span className="dim cut grow">{version.note}</span>
        <span className="faint" title={atTime(version.createdAt)}>
          {t('agents.publishedBy', { who: version.publishedBy, when: since(version.createdAt) })}
        </span>
        <Button look="quiet" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {t('agents.whatChanged')}
        </Button>
        {!version.live && (
          <Button refusal={refusal} onClick={() => setIsAsking(true)}>
            {t('agents.rollBack')}
          </Button>
        )}
      </div>
      {isOpen && <VersionDiff agentId={agentId} versionId={version.id} />}
      {isAsking && <RollBack agentId={agentId} version={version} onClose={() => setIsAsking(false)} />}
    </li>
  )
}

function VersionDiff({
  agentId,
  versionId,
}: {
  readonly agentId: string
  readonly versionId: string
}): ReactNode {
  const { data, error, isPending } = useQuery(versionDiffQuery(agentId, versionId))
  if (isPending) return <Skeleton rows={2} what={t('agents.whatChanged')} />
  if (data === undefined) return <Failure error={error} />
  return (
    <div className={styles.diff}>
      {data.length === 0 ? <p className="dim">{t('agents.sameAsBefore')}</p> : <ChangeList changes={data} />}
    </div>
  )
}
