import type { ReactNode } from 'react'
import { t } from '../../../text/translate.ts'
import { ArgumentsPane } from '../arguments-pane.tsx'
import { issuesAt, useEditor } from '../editor-context.tsx'
import { type Path, pathText } from '../outputs.ts'
import { countRows, showRows, shownBy } from './aggregate.ts'
import { hasOrder } from './answer-columns.ts'
import { InlineNumber } from './inline-number.tsx'
import { InlineSelect } from './inline-select.tsx'
import { OrderRows } from './order-rows.tsx'
import { mostPages, withPages, withRows } from './reading.ts'
import { RowIssue } from './row-issue.tsx'
import { SmallSwitch } from './small-switch.tsx'
import styles from './rows.module.css'
import { type AnswerRows, readsAnswer, sayingRows, useAnswerRows } from './use-answer-rows.ts'
import { WhichRows } from './which-rows.tsx'

/** What an operation of no table is told, and of one that reads which rows of its answer are meant. */
export function AnswerPanes(): ReactNode {
  const { kind, operation, draft, rowsBy } = useEditor()
  const rows = useAnswerRows(kind, operation, sayingRows(draft.binding, rowsBy))
  const isReading = readsAnswer(operation)
  const refusal = refusalOf(rows)
  return (
    <>
      <ArgumentsPane />
      {isReading && <ReadingFacts rows={rows} />}
      {(isReading || draft.binding.where !== undefined) && <WhichRows of="rows" refusal={refusal} />}
      {isReading && <AnswerOrder refusal={refusal} />}
      {isReading && rowsBy === 'outputs' && <Counting rows={rows} refusal={refusal} />}
    </>
  )
}

/** Whether agents get the rows, or what is counted of them. */
function Counting({
  rows,
  refusal,
}: {
  readonly rows: AnswerRows
  readonly refusal: string | undefined
}): ReactNode {
  const { draft } = useEditor()
  const isOn = draft.binding.aggregate !== undefined
  return (
    <div className={styles.facts}>
      <SmallSwitch
        label={t('rows.countInstead')}
        isOn={isOn}
        refusal={isOn ? undefined : refusal}
        onSwitch={(next) => draft.edit(next ? countRows(draft.binding, rows.path) : showRows(draft.binding))}
      />
    </div>
  )
}

/** Why nothing can be asked of rows. */
function refusalOf({ path, columns, isPending }: AnswerRows): string | undefined {
  if (isPending) return t('rows.looking')
  if (path === undefined) return t('rows.pickFirst')
  return columns.length === 0 ? t('rows.nothingKnown') : undefined
}

/** Rows are ordered by their fields, groups by what they show. */
function AnswerOrder({ refusal }: { readonly refusal: string | undefined }): ReactNode {
  const { draft, columns } = useEditor()
  const { aggregate, orderBy } = draft.binding
  if (aggregate !== undefined && aggregate.groupBy === undefined && orderBy === undefined) return null
  const by = aggregate === undefined ? columns.filter(hasOrder) : shownBy(aggregate, columns)
  return <OrderRows by={by} refusal={refusal} without={t('rows.noOrderOfAnswer')} />
}

/** The list that the rows stand in, and how many pages of it are read; nothing where neither can be chosen. */
function ReadingFacts({ rows }: { readonly rows: AnswerRows }): ReactNode {
  const { operation, draft, validation } = useEditor()
  const { rows: said, pages } = draft.binding
  const isOneList = said === undefined && rows.lists.length < 2
  const isOnePage = pages === undefined && operation.pagination === undefined
  const [issue] = [...issuesAt(validation, '/rows'), ...issuesAt(validation, '/pages')]
  if (isOneList && isOnePage && issue === undefined) return null
  return (
    <div className={styles.facts}>
      {!isOneList && <ListSelect rows={rows} />}
      {!isOnePage && (
        <label>
          <span className={styles.word}>{t('rows.pages')}</span>
          <InlineNumber
            label={t('rows.pages')}
            pointer="/pages"
            value={pages ?? 1}
            most={mostPages}
            onChange={(next) => draft.edit(withPages(draft.binding, next))}
          />
        </label>
      )}
      <RowIssue issue={issue} />
    </div>
  )
}

function ListSelect({ rows: { lists, path } }: { readonly rows: AnswerRows }): ReactNode {
  const { draft } = useEditor()
  const { rows } = draft.binding
  return (
    <label>
      <span className={styles.word}>{t('rows.list')}</span>
      <InlineSelect
        label={t('rows.list')}
        of="names"
        pointer="/rows"
        value={rows === undefined ? '' : pathText(rows)}
        options={[
          { value: '', label: followed(rows, path) },
          ...lists.map((list) => ({ value: list, label: list === '$' ? t('rows.wholeAnswer') : list })),
        ]}
        onChange={(list) => draft.edit(withRows(draft.binding, list))}
      />
    </label>
  )
}

/** What is meant where no list is named. */
function followed(rows: Path | undefined, path: Path | undefined): string {
  if (rows !== undefined) return t('rows.asOutput')
  return path === undefined ? t('rows.noList') : t('rows.listOfOutput', { list: pathText(path) })
}
