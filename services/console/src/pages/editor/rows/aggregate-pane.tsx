import { Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { t } from '../../../text/translate.ts'
import { Button } from '../../../ui/button.tsx'
import { issuesAt, useEditor } from '../editor-context.tsx'
import { focusPlace } from '../focus-place.ts'
import paneStyles from '../panes.module.css'
import { addValue, counted } from './aggregate.ts'
import { AggregateValueRow } from './aggregate-value-row.tsx'
import { GroupRows } from './group-rows.tsx'
import { RowIssue } from './row-issue.tsx'
import styles from './rows.module.css'

/** What agents get of the rows: counts and sums instead of the rows themselves. */
export function AggregatePane(): ReactNode {
  const { draft, validation } = useEditor()
  const { aggregate } = draft.binding
  const values = aggregate?.values ?? []
  const [whole] = issuesAt(validation, '/aggregate').filter(({ path }) => path === '/aggregate')
  const add = (): void => {
    draft.edit(aggregate === undefined ? { ...draft.binding, aggregate: counted } : addValue(draft.binding))
    focusPlace(`/aggregate/values/${values.length}`)
  }
  return (
    <section className={paneStyles.pane} aria-labelledby="editor-output" data-pointer="/aggregate">
      <header className={paneStyles.head}>
        <h2 id="editor-output">{t('rows.values_title')}</h2>
        <span className="count-line">{t('rows.valueCount', { count: values.length })}</span>
      </header>
      {values.length === 0 && <p className={`dim ${styles.lead}`}>{t('rows.noValues')}</p>}
      {values.length > 0 && (
        <ul className={styles.list}>
          {values.map((value, at) => (
            <li key={at}>
              <AggregateValueRow value={value} at={at} isOnly={values.length === 1} />
            </li>
          ))}
        </ul>
      )}
      {whole !== undefined && (
        <p className={styles.lead}>
          <RowIssue issue={whole} />
        </p>
      )}
      <p className={styles.foot}>
        <Button
          icon={Plus}
          refusal={values.length < mostValues ? undefined : t('rows.full', { count: mostValues })}
          onClick={add}
        >
          {t('rows.addValue')}
        </Button>
      </p>
      {aggregate !== undefined && <GroupRows aggregate={aggregate} />}
    </section>
  )
}

const mostValues = 20
