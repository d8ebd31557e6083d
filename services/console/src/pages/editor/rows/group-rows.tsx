import { ArrowLeft, Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { t } from '../../../text/translate.ts'
import { Button } from '../../../ui/button.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { issuesAt, useEditor } from '../editor-context.tsx'
import { focusPlace } from '../focus-place.ts'
import paneStyles from '../panes.module.css'
import {
  addGroup,
  type Aggregate,
  mostGroupFields,
  mostGroups,
  moveGroup,
  removeGroup,
  setGroup,
  setGroups,
} from './aggregate.ts'
import { LeafName } from './aggregate-value-row.tsx'
import { InlineNumber } from './inline-number.tsx'
import { InlineSelect } from './inline-select.tsx'
import { RowActs } from './row-acts.tsx'
import { RowIssue } from './row-issue.tsx'
import styles from './rows.module.css'

/** For which values there is an answer each; one over all rows where there is none. */
export function GroupRows({ aggregate }: { readonly aggregate: Aggregate }): ReactNode {
  const { draft, columns } = useEditor()
  const groups = aggregate.groupBy ?? []
  const [free] = columns.filter(({ name }) => !groups.some(({ field }) => field === name))
  const isFull = groups.length >= mostGroupFields
  return (
    <div role="group" aria-label={t('rows.groups')} data-pointer="/aggregate/groupBy">
      <header className={paneStyles.head}>
        <h2>{t('rows.groups')}</h2>
      </header>
      {groups.length === 0 && <p className={`dim ${styles.lead}`}>{t('rows.noGroups')}</p>}
      {groups.length > 0 && (
        <ul className={styles.list}>
          {groups.map((group, at) => (
            <li key={at}>
              <GroupRow group={group} at={at} />
            </li>
          ))}
        </ul>
      )}
      {groups.length > 0 && <GroupList aggregate={aggregate} />}
      <p className={styles.foot}>
        <Button
          icon={Plus}
          refusal={isFull || free === undefined ? t('rows.twoGroups') : undefined}
          onClick={() => {
            if (free === undefined) return
            draft.edit(addGroup(draft.binding, free.name))
            focusPlace(`/aggregate/groupBy/${groups.length}`)
          }}
        >
          {t('rows.addGroup')}
        </Button>
      </p>
    </div>
  )
}

/** The list that the groups are: its name, and how many of them there are at most. */
function GroupList({ aggregate }: { readonly aggregate: Aggregate }): ReactNode {
  const { draft, validation } = useEditor()
  const { leaf = '', max = mostGroups } = aggregate
  const [issue] = [...issuesAt(validation, '/aggregate/leaf'), ...issuesAt(validation, '/aggregate/max')]
  return (
    <div className={styles.facts}>
      <label>
        <span className={styles.word}>{t('rows.listName')}</span>
        <LeafName
          label={t('rows.listName')}
          pointer="/aggregate/leaf"
          leaf={leaf}
          onRename={(next) => draft.edit(setGroups(draft.binding, { leaf: next }))}
        />
      </label>
      <label>
        <span className={styles.word}>{t('editor.atMost')}</span>
        <InlineNumber
          label={t('rows.mostGroups')}
          pointer="/aggregate/max"
          value={max}
          most={500}
          onChange={(next) => draft.edit(setGroups(draft.binding, { max: next }))}
        />
      </label>
      <RowIssue issue={issue} />
    </div>
  )
}

interface GroupRowProps {
  readonly group: NonNullable<Aggregate['groupBy']>[number]
  readonly at: number
}

function GroupRow({ group, at }: GroupRowProps): ReactNode {
  const { draft, columns, validation } = useEditor()
  const pointer = `/aggregate/groupBy/${at}`
  const name = t('rows.groupNumber', { number: at + 1 })
  const [issue] = issuesAt(validation, pointer)
  const change = (next: GroupRowProps['group']): void => draft.edit(setGroup(draft.binding, at, next))
  return (
    <div
      className={styles.row}
      role="group"
      aria-label={name}
      data-pointer={pointer}
      data-bad={issue?.severity === 'error'}
    >
      <div className={styles.sentence}>
        <LeafName
          leaf={group.leaf}
          pointer={`${pointer}/leaf`}
          onRename={(leaf) => change({ ...group, leaf })}
        />
        <Icon of={ArrowLeft} size="small" />
        <InlineSelect
          label={t('rows.field')}
          of="names"
          pointer={`${pointer}/field`}
          value={group.field}
          options={columns.map((each) => ({ value: each.name, label: each.name }))}
          onChange={(field) => change({ ...group, field })}
        />
        <RowIssue issue={issue} />
      </div>
      <RowActs
        name={name}
        onMove={(by) => {
          draft.edit(moveGroup(draft.binding, at, by))
          focusPlace(`/aggregate/groupBy/${Math.max(0, at + by)}`)
        }}
        onRemove={() => {
          draft.edit(removeGroup(draft.binding, at))
          focusPlace('/aggregate/groupBy')
        }}
      />
    </div>
  )
}
