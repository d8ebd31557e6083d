import type { RetentionKind } from '@bindery/client'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { keepFor, retentionQuery } from '../../api/retention.ts'
import { useRefusal } from '../../api/session.ts'
import { useCommand } from '../../api/use-command.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { CommandSheet } from '../../ui/command-sheet.tsx'
import { Tag } from '../../ui/marks.tsx'
import { NumberField } from '../../ui/number-field.tsx'
import { Failure, Skeleton } from '../../ui/states.tsx'
import { useTell } from '../../ui/toasts.tsx'
import { TwoLines } from '../../ui/two-lines.tsx'
import { SettingsPage } from './settings-page.tsx'
import styles from './settings.module.css'

/** How long what happens is kept, kind by kind. */
export function RetentionPage(): ReactNode {
  return (
    <SettingsPage title={t('retention.title')} scope="keys:read">
      <Kinds />
    </SettingsPage>
  )
}

function Kinds(): ReactNode {
  const { data, error, isPending, refetch } = useQuery(retentionQuery)
  if (isPending) return <Skeleton rows={10} what={t('retention.title')} />
  if (data === undefined) return <Failure error={error} onRetry={() => void refetch()} />
  return (
    <Card title={t('retention.kinds')}>
      <ul className="list">
        {data.map((each) => (
          <KindRow key={each.kind} kept={each} />
        ))}
      </ul>
    </Card>
  )
}

const nameOf = ({ kind }: RetentionKind): string => t(`retention.name_${kind}`)

function KindRow({ kept }: { readonly kept: RetentionKind }): ReactNode {
  const [isAsking, setIsAsking] = useState(false)
  const refusal = useRefusal('keys:write', 'everywhere')
  const { about, days, standard } = kept
  const isStandard = days === standard
  return (
    <li className={`${styles.row} ${styles.kept}`}>
      <TwoLines name={nameOf(kept)} below={about} />
      <span>{t('retention.days', { count: days })}</span>
      <span>
        <Tag meaning={isStandard ? 'line' : 'accent'}>
          {t(isStandard ? 'retention.standard' : 'retention.set')}
        </Tag>
      </span>
      <Button refusal={refusal} onClick={() => setIsAsking(true)}>
        {t('retention.change')}
        <span className="sr"> {nameOf(kept)}</span>
      </Button>
      {isAsking && <Change kept={kept} onClose={() => setIsAsking(false)} />}
    </li>
  )
}

interface ChangeProps {
  readonly kept: RetentionKind
  readonly onClose: () => void
}

function Change({ kept, onClose }: ChangeProps): ReactNode {
  const { kind, least, most, standard } = kept
  const name = nameOf(kept)
  const [days, setDays] = useState<number | undefined>(kept.days)
  const tell = useTell()
  const call = keepFor(kind)
  const command = useCommand({
    call,
    changes: [['retention'], ['storage']],
    onDone: (_, asked) => {
      tell(t('retention.kept', { name, count: asked ?? standard }))
      onClose()
    },
  })
  return (
    <CommandSheet
      title={t('retention.changeTitle', { name })}
      onClose={onClose}
      submit={t('retention.keep')}
      call={call(days ?? kept.days)}
      isBusy={command.isRunning}
      error={command.error}
      onSubmit={() => {
        if (days !== undefined) command.run(days)
      }}
      other={
        kept.days !== standard && (
          <Button onClick={() => command.run(null)}>{t('retention.toStandard', { count: standard })}</Button>
        )
      }
    >
      <NumberField
        label={t('retention.label')}
        least={least}
        most={most}
        bounds={t('retention.bounds', { least, most })}
        value={days}
        onChange={setDays}
      />
      <p>{t('retention.warning')}</p>
    </CommandSheet>
  )
}
