import type { FieldLineage } from '@bindery/client'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Waypoints } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { lineageQuery, type Traced } from '../../api/lineage.ts'
import { t } from '../../text/translate.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Tag } from '../../ui/marks.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { Empty, Failure, Skeleton } from '../../ui/states.tsx'
import styles from './used-by.module.css'

type Use = FieldLineage['uses'][number]

interface UsedByProps {
  readonly kind: string
  readonly about: Traced
  /** `icon` in a row, where its name says what it is about. */
  readonly look?: 'button' | 'icon'
}

/** Asks who uses something, when it is pressed. */
export function UsedBy({ kind, about, look = 'button' }: UsedByProps): ReactNode {
  const [isOpen, setIsOpen] = useState(false)
  const open = (): void => setIsOpen(true)
  return (
    <>
      {look === 'button' ? (
        <Button onClick={open}>{t('schema.usedBy')}</Button>
      ) : (
        <IconButton icon={Waypoints} label={t('schema.usedByOf', { name: nameOf(about) })} onClick={open} />
      )}
      {isOpen && <UsedBySheet kind={kind} about={about} onClose={() => setIsOpen(false)} />}
    </>
  )
}

function nameOf(about: Traced): string {
  if ('operation' in about) return about.operation
  return about.field === undefined ? about.object : `${about.object}.${about.field}`
}

function UsedBySheet({ kind, about, onClose }: UsedByProps & { readonly onClose: () => void }): ReactNode {
  const { data, error, isPending, refetch } = useQuery(lineageQuery(kind, about))
  return (
    <Sheet title={t('schema.usedBy')} lead={<bdi className="mono">{nameOf(about)}</bdi>} onClose={onClose}>
      {isPending && <Skeleton rows={4} what={t('schema.usedBy')} />}
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data?.uses.length === 0 && (
        <Empty>{t('operation' in about ? 'schema.calledByNobody' : 'schema.usedByNobody')}</Empty>
      )}
      {data !== undefined && data.uses.length > 0 && (
        <>
          <p className="hint">{t('common.showing', { shown: data.uses.length, total: data.uses.length })}</p>
          <ul className={styles.uses}>
            {data.uses.map((use) => (
              <UseLine key={`${use.skillId}-${use.skillHash}`} use={use} />
            ))}
          </ul>
        </>
      )}
    </Sheet>
  )
}

function UseLine({ use }: { readonly use: Use }): ReactNode {
  const { agentId, agentName, skillId, functionName, isEnabled, inDraft, isLive } = use
  return (
    <li>
      <div className={styles.head}>
        <Link to="/agents/$agentId/bindings/$skillId" params={{ agentId, skillId }} className="mono">
          {functionName}
        </Link>
        <bdi className="dim">{agentName}</bdi>
      </div>
      <div className={styles.marks}>
        {isLive && <Tag meaning="ok">{t('schema.usePublished')}</Tag>}
        {inDraft && <Tag>{t('schema.useDraft')}</Tag>}
        <Tag>{t(isEnabled ? 'schema.useEnabled' : 'schema.useDisabled')}</Tag>
      </div>
      <ul className="dim">
        {waysOf(use).map((way) => (
          <li key={way}>{way}</li>
        ))}
      </ul>
    </li>
  )
}

/** What a skill does with it, a sentence each. */
function waysOf(use: Use): readonly string[] {
  const { exposedAs, throughTo, comparedWith, filledFrom, isReadBeside, isUntraced } = use
  const ways = [
    ...(exposedAs.length > 0 ? [t('schema.use_shows', { names: exposedAs.join(', ') })] : []),
    ...(throughTo.length > 0 ? [t('schema.use_leads', { names: throughTo.join(', ') })] : []),
    ...(comparedWith.length > 0 ? [t('schema.use_filters', { names: sourcesOf(comparedWith) })] : []),
    ...(filledFrom.length > 0 ? [t('schema.use_sends', { names: sourcesOf(filledFrom) })] : []),
    ...(isReadBeside ? [t('schema.use_beside')] : []),
    ...(isUntraced ? [t('schema.use_untraced')] : []),
  ]
  return ways.length > 0 ? ways : [t('schema.use_calls')]
}

const sourcesOf = (parameters: readonly (string | null)[]): string =>
  parameters.map((name) => name ?? t('schema.fixedValue')).join(', ')
