import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { objectQuery } from '../../api/catalog.ts'
import { t } from '../../text/translate.ts'
import { Failure, Skeleton } from '../../ui/states.tsx'
import styles from './detail.module.css'
import { FieldTable } from './field-table.tsx'
import { linkToObject } from './link-to-object.tsx'

/** Fields of an answer that are shown beside the operation; the object has them all. */
const shownFields = 12

interface ReturnedObjectProps {
  readonly kind: string
  readonly object: string
  readonly type: string
}

/** What an operation answers with, as far as it fits beside it. */
export function ReturnedObject({ kind, object, type }: ReturnedObjectProps): ReactNode {
  const { data, error, isPending } = useQuery(objectQuery(kind, object))
  return (
    <section>
      <h3 className={styles.section}>
        {t('schema.answersWith')} <span className="type">{type}</span>
        {data !== undefined && (
          <span className="faint">
            {t('schema.showingFields', {
              shown: Math.min(shownFields, data.fields.length),
              total: data.fields.length,
            })}
          </span>
        )}
        <Link to="/providers/$kind/schema/objects/$object" params={{ kind, object }}>
          {t('schema.openObject')}
        </Link>
      </h3>
      {isPending && <Skeleton rows={6} what={object} />}
      {error !== null && <Failure error={error} />}
      {data !== undefined && (
        <FieldTable fields={data.fields.slice(0, shownFields)} linkTo={linkToObject(kind)} />
      )}
    </section>
  )
}
