import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { ChevronLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { referenceObjectQuery } from '../../api/reference.ts'
import { t } from '../../text/translate.ts'
import { Icon } from '../../ui/icon.tsx'
import { LongText } from '../../ui/long-text.tsx'
import { Failure, Skeleton } from '../../ui/states.tsx'
import styles from '../schema/detail.module.css'
import { FieldTable } from '../schema/field-table.tsx'
import { linkToObject } from './link-to-object.tsx'

/** One object of our API: its fields, and the operations that speak of it. */
export function ReferenceObject(): ReactNode {
  const { object } = useParams({ from: '/docs/api/objects/$object' })
  const { data, error, isPending, refetch } = useQuery(referenceObjectQuery(object))
  if (isPending) return <Skeleton rows={8} what={object} />
  if (data === undefined) return <Failure error={error} onRetry={() => void refetch()} />
  return (
    <article aria-label={data.name}>
      <Link className={`btn quiet ${styles.onlyPhone}`} to="/docs/api/objects" search>
        <Icon of={ChevronLeft} size="small" />
        {t('schema.objects')}
      </Link>
      <header className={styles.head}>
        <h2 className="mono grow">{data.name}</h2>
      </header>
      {data.description !== undefined && <LongText key={data.name}>{data.description}</LongText>}
      <h3 className={styles.section}>
        {t('schema.fields')} <span className="faint num">{data.fields.length}</span>
      </h3>
      <FieldTable fields={data.fields} linkTo={linkToObject} />
      {data.operations.length > 0 && (
        <>
          <h3 className={styles.section}>{t('schema.operationsOf')}</h3>
          <ul className="list">
            {data.operations.map((operation) => (
              <li key={operation}>
                <Link
                  className={`mono ${styles.path}`}
                  to="/docs/api/operations/$operation"
                  params={{ operation }}
                  search
                >
                  {operation}
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </article>
  )
}
