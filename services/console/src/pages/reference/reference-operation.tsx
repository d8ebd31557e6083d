import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { ChevronLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { referenceObjectQuery, referenceOperationQuery } from '../../api/reference.ts'
import { t } from '../../text/translate.ts'
import { Icon } from '../../ui/icon.tsx'
import { JsonText } from '../../ui/json-text.tsx'
import { LongText } from '../../ui/long-text.tsx'
import { Tag } from '../../ui/marks.tsx'
import { Failure, Skeleton } from '../../ui/states.tsx'
import { ArgumentTable } from '../schema/argument-table.tsx'
import styles from '../schema/detail.module.css'
import { FieldTable } from '../schema/field-table.tsx'
import { Verb } from '../schema/verb.tsx'
import { CallPane } from './call-pane.tsx'
import { linkToObject } from './link-to-object.tsx'
import { inAddress, type ReferenceOperation as Operation } from './request-of.ts'

/** One operation of our API. */
export function ReferenceOperation(): ReactNode {
  const { operation } = useParams({ from: '/docs/api/operations/$operation' })
  return <ReferenceArticle operation={operation} />
}

/** What an operation takes and answers, what a key needs for it, and a try where it only reads. */
export function ReferenceArticle({ operation }: { readonly operation: string }): ReactNode {
  const { data, error, isPending, refetch } = useQuery(referenceOperationQuery(operation))
  if (isPending) return <Skeleton rows={8} what={operation} />
  if (data === undefined) return <Failure error={error} onRetry={() => void refetch()} />
  return (
    <article aria-label={data.title ?? data.name}>
      <Link className={`btn quiet ${styles.onlyPhone}`} to="/docs/api/operations" search>
        <Icon of={ChevronLeft} size="small" />
        {t('schema.operations')}
      </Link>
      <header className={styles.head}>
        <div className="grow">
          <h2>{data.title ?? data.name}</h2>
          <p className={`mono dim ${styles.path}`}>
            <Verb method={data.method} isWrite={data.isWrite} /> {data.path}
          </p>
        </div>
      </header>
      <Needed operation={data} />
      {data.description !== undefined && <LongText key={data.name}>{data.description}</LongText>}
      <ArgumentTable args={inAddress(data)} />
      <Content operation={data} />
      <CallPane key={data.name} operation={data} />
      <Answers operation={data} />
      <Errors operation={data} />
    </article>
  )
}

interface PartProps {
  readonly operation: Operation
}

/** What a key must be granted. */
function Needed({ operation: { scope, groups, reveals } }: PartProps): ReactNode {
  return (
    <div className={styles.marks}>
      <Tag meaning="line">
        {scope === 'any' || scope === 'none' ? (
          t(`reference.scope_${scope}`)
        ) : (
          <>
            {t('reference.scope')} <span className="mono">{scope}</span>
          </>
        )}
      </Tag>
      {groups.map((group) => (
        <Tag key={group}>{group}</Tag>
      ))}
      {reveals === 'a secret' && <Tag meaning="warn">{t('reference.reveals')}</Tag>}
    </div>
  )
}

/** What is sent beside the address. */
function Content({ operation: { arguments: args, example } }: PartProps): ReactNode {
  const body = args.find(({ place }) => place === 'body')
  if (body === undefined) return null
  const [object] = body.references
  return (
    <>
      {object === undefined ? (
        <h3 className={styles.section}>
          {t('reference.content')} <span className="type">{body.type}</span>
        </h3>
      ) : (
        <ObjectPart title={t('reference.content')} object={object} type={body.type} />
      )}
      {example !== undefined && <JsonText value={example} label={t('reference.exampleContent')} />}
    </>
  )
}

function Answers({ operation: { returns } }: PartProps): ReactNode {
  if (returns === null) return <p className={`dim ${styles.section}`}>{t('schema.answersNothing')}</p>
  const [object] = returns.references
  if (object === undefined) return <p className={styles.section}>{returns.type}</p>
  return <ObjectPart title={t('schema.answersWith')} object={object} type={returns.type} />
}

interface ObjectPartProps {
  readonly title: string
  readonly object: string
  readonly type: string
}

/** Fields that are shown beside an operation; the object has them all. */
const shownFields = 12

/** The fields of an object, and of the data that an answer wraps. */
function ObjectPart({ title, object, type }: ObjectPartProps): ReactNode {
  const { data, error, isPending } = useQuery(referenceObjectQuery(object))
  const inner = data?.fields.find(({ name }) => name === 'data')
  const [wrapped] = inner?.references ?? []
  return (
    <section>
      <h3 className={styles.section}>
        {title} {linkToObject(object, type)}
        {data !== undefined && (
          <span className="faint">
            {t('schema.showingFields', {
              shown: Math.min(shownFields, data.fields.length),
              total: data.fields.length,
            })}
          </span>
        )}
      </h3>
      {isPending && <Skeleton rows={4} what={object} />}
      {error !== null && <Failure error={error} />}
      {data !== undefined && <FieldTable fields={data.fields.slice(0, shownFields)} linkTo={linkToObject} />}
      {inner !== undefined && wrapped !== undefined && wrapped !== object && (
        <ObjectPart title={t('reference.data')} object={wrapped} type={inner.type} />
      )}
    </section>
  )
}

function Errors({ operation: { errors } }: PartProps): ReactNode {
  return (
    <>
      <h3 className={styles.section}>{t('reference.errors')}</h3>
      <ul className="list">
        {errors.map(({ code, status, title }) => (
          <li key={code}>
            <span className="num faint">{status}</span>
            <a className="mono" href={`/docs/errors/${code}`}>
              {code}
            </a>
            <span className="dim">{title}</span>
          </li>
        ))}
      </ul>
    </>
  )
}
