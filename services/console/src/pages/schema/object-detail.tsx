import type { components } from '@bindery/client'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { ChevronLeft } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { objectQuery } from '../../api/catalog.ts'
import { t } from '../../text/translate.ts'
import { Icon } from '../../ui/icon.tsx'
import { LongText } from '../../ui/long-text.tsx'
import { ProviderText } from '../../ui/provider-text.tsx'
import { Failure, Skeleton } from '../../ui/states.tsx'
import { BlockObject } from './block-object.tsx'
import styles from './detail.module.css'
import { SourceLine } from './source-sheet.tsx'
import { FieldTable } from './field-table.tsx'
import { linkToObject } from './link-to-object.tsx'
import { UsedBy } from './used-by.tsx'

type CatalogObject = components['schemas']['Object']

/** Fields that are put on the page at once; the rest is a click away. */
const firstFields = 100

/** One object: its fields, what it is related to, and the operations that speak of it. */
export function ObjectDetail(): ReactNode {
  const { kind, object } = useParams({ from: '/providers/$kind/schema/objects/$object' })
  const { field } = useSearch({ from: '/providers/$kind/schema/objects/$object' })
  const { data, error, isPending, refetch } = useQuery(objectQuery(kind, object))
  if (isPending) return <Skeleton rows={8} what={object} />
  if (data === undefined) return <Failure error={error} onRetry={() => void refetch()} />
  return (
    <article aria-label={data.name}>
      <Link
        className={`btn quiet ${styles.onlyPhone}`}
        to="/providers/$kind/schema/objects"
        params={{ kind }}
        search
      >
        <Icon of={ChevronLeft} size="small" />
        {t('schema.objects')}
      </Link>
      <header className={styles.head}>
        <h2 className="mono grow">
          <ProviderText>{data.label ?? data.name}</ProviderText>
        </h2>
        <UsedBy kind={kind} about={{ object: data.name }} />
        <BlockObject kind={kind} object={data.name} />
      </header>
      {data.description !== undefined && <LongText key={data.name}>{data.description}</LongText>}
      {data.estimatedRows !== undefined && (
        <p className="hint">{t('schema.estimatedRows', { count: data.estimatedRows })}</p>
      )}
      <Fields key={data.name} kind={kind} object={data} looked={field} />
      <Relations kind={kind} object={data} />
      <Operations kind={kind} object={data} />
      <SourceLine kind={kind} pointer={data.source} />
    </article>
  )
}

interface PartProps {
  readonly kind: string
  readonly object: CatalogObject
}

interface FieldsProps extends PartProps {
  /** The field that is looked at: it is shown wherever it stands. */
  readonly looked: string | undefined
}

function Fields({ kind, object: { name, fields }, looked }: FieldsProps): ReactNode {
  const [isWhole, setIsWhole] = useState(false)
  const place = fields.findIndex((field) => field.name === looked)
  const isBelow = place >= firstFields
  const shown = isWhole || isBelow ? fields : fields.slice(0, firstFields)
  return (
    <>
      <h3 className={styles.section}>
        {t('schema.fields')}
        <span className="faint">{t('common.showing', { shown: shown.length, total: fields.length })}</span>
      </h3>
      {looked !== undefined && place < 0 && <p className="hint">{t('schema.fieldGone', { name: looked })}</p>}
      <FieldTable of={{ kind, object: name }} fields={shown} linkTo={linkToObject(kind)} looked={looked} />
      {shown.length < fields.length && (
        <button type="button" className={`btn quiet ${styles.more}`} onClick={() => setIsWhole(true)}>
          {t('common.more', { count: fields.length - shown.length })}
        </button>
      )}
    </>
  )
}

function Relations({ kind, object: { name, edges } }: PartProps): ReactNode {
  if (edges.length === 0) return null
  return (
    <>
      <h3 className={styles.section}>{t('schema.relations')}</h3>
      <ul className="list">
        {edges.map((edge) => {
          const isOutward = edge.from.object === name
          const other = isOutward ? edge.to.object : edge.from.object
          return (
            <li key={`${edge.name}-${edge.from.object}-${edge.to.object}`}>
              <span className={`mono ${styles.named}`}>
                {isOutward ? edge.from.fields.join(', ') : edge.name}
              </span>
              <span className="faint">{t(`schema.cardinality_${edge.cardinality}`)}</span>
              <Link
                to="/providers/$kind/schema/objects/$object"
                params={{ kind, object: other }}
                className={`mono ${styles.named}`}
              >
                {other}
              </Link>
              {edge.origin === 'inferred' && <span className="faint">{t('schema.inferred')}</span>}
            </li>
          )
        })}
      </ul>
    </>
  )
}

function Operations({ kind, object: { operations } }: PartProps): ReactNode {
  if (operations.length === 0) return null
  return (
    <>
      <h3 className={styles.section}>{t('schema.operationsOf')}</h3>
      <ul className="list">
        {operations.map((operation) => (
          <li key={operation}>
            <Link
              to="/providers/$kind/schema/operations/$operation"
              params={{ kind, operation }}
              className={`mono ${styles.named}`}
            >
              {operation}
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}
