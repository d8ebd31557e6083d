import type { Operation } from '@bindery/client'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { ChevronLeft, Copy, Pencil } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useRefusal } from '../../api/session.ts'
import { operationQuery } from '../../api/catalog.ts'
import { t } from '../../text/translate.ts'
import { IconButton } from '../../ui/button.tsx'
import { useCopy } from '../../ui/copy-button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Tag } from '../../ui/marks.tsx'
import { LongText } from '../../ui/long-text.tsx'
import { ProviderText } from '../../ui/provider-text.tsx'
import { Failure, Skeleton } from '../../ui/states.tsx'
import { ArgumentTable } from './argument-table.tsx'
import { BindButton } from './bind-button.tsx'
import { AvailabilityNote } from './availability-note.tsx'
import styles from './detail.module.css'
import { SourceLine } from './source-sheet.tsx'
import { EffectSheet } from './effect-sheet.tsx'
import { UsedBy } from './used-by.tsx'
import { ReturnedObject } from './returned-object.tsx'

/** One operation: what it takes, what it answers with, and what is known about its effect. */
export function OperationDetail(): ReactNode {
  const { kind, operation } = useParams({ from: '/providers/$kind/schema/operations/$operation' })
  return <OperationArticle kind={kind} operation={operation} />
}

interface OperationArticleProps {
  readonly kind: string
  readonly operation: string
}

export function OperationArticle({ kind, operation }: OperationArticleProps): ReactNode {
  const { data, error, isPending, refetch } = useQuery(operationQuery(kind, operation))
  if (isPending) return <Skeleton rows={8} what={operation} />
  if (data === undefined) return <Failure error={error} onRetry={() => void refetch()} />
  return (
    <article aria-label={data.title ?? data.name}>
      <Link
        className={`btn quiet ${styles.onlyPhone}`}
        to="/providers/$kind/schema/operations"
        params={{ kind }}
        search
      >
        <Icon of={ChevronLeft} size="small" />
        {t('schema.operations')}
      </Link>
      <OperationHead kind={kind} operation={data} />
      <Marks kind={kind} operation={data} />
      {data.description !== undefined && data.description !== data.title && (
        <LongText key={data.name}>{data.description}</LongText>
      )}
      <AvailabilityNote availability={data.availability} />
      <ArgumentTable args={data.arguments} />
      <Returns kind={kind} operation={data} />
      <SourceLine kind={kind} pointer={data.source} />
    </article>
  )
}

interface OperationHeadProps {
  readonly kind: string
  readonly operation: Operation
}

function OperationHead({ kind, operation }: OperationHeadProps): ReactNode {
  const copy = useCopy()
  return (
    <header className={styles.head}>
      <div className="grow">
        <h2>
          <ProviderText>{operation.title ?? operation.name}</ProviderText>
        </h2>
        <p className={`mono dim ${styles.path}`}>
          <ProviderText>{operation.name}</ProviderText>
        </p>
      </div>
      <UsedBy kind={kind} about={{ operation: operation.name }} />
      <BindButton kind={kind} operation={operation} />
      <IconButton icon={Copy} label={t('schema.copyName')} onClick={() => copy(operation.name)} />
    </header>
  )
}

function Marks({ kind, operation }: OperationHeadProps): ReactNode {
  const [isAsked, setIsAsked] = useState(false)
  const refusal = useRefusal('integrations:write', 'everywhere')
  const { effect, isWrite, effectOrigin, groups, availability, pagination, deprecated } = operation
  return (
    <div className={styles.marks}>
      <Tag {...(isWrite && { meaning: 'warn' as const })} title={t(`schema.effectFrom_${effectOrigin}`)}>
        {t(`schema.effect_${effect}`)}
      </Tag>
      <IconButton
        icon={Pencil}
        label={t('schema.wordsOnEffect')}
        refusal={refusal}
        onClick={() => setIsAsked(true)}
      />
      {isAsked && <EffectSheet kind={kind} operation={operation} onClose={() => setIsAsked(false)} />}
      {groups.map((group) => (
        <Tag key={group}>{group}</Tag>
      ))}
      {availability.status === 'bindable' && <Tag>{t('schema.inFull')}</Tag>}
      {pagination !== undefined && <Tag>{t('schema.pagesHandled')}</Tag>}
      {deprecated !== undefined && <Tag meaning="warn">{t('schema.deprecated')}</Tag>}
    </div>
  )
}

function Returns({ kind, operation }: { readonly kind: string; readonly operation: Operation }): ReactNode {
  const { returns } = operation
  if (returns === null) return <p className={`dim ${styles.section}`}>{t('schema.answersNothing')}</p>
  const [object] = returns.references
  if (object !== undefined) return <ReturnedObject kind={kind} object={object} type={returns.type} />
  return (
    <h3 className={styles.section}>
      {t('schema.answersWith')} <span className="type">{returns.type}</span>
    </h3>
  )
}
