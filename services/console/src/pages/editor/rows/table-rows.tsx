import type { ReactNode } from 'react'
import { t } from '../../../text/translate.ts'
import { Button } from '../../../ui/button.tsx'
import { ArgumentsPane } from '../arguments-pane.tsx'
import { useEditor } from '../editor-context.tsx'
import { focusPlace } from '../focus-place.ts'
import { shownBy } from './aggregate.ts'
import { AnswerPanes } from './answer-panes.tsx'
import { OrderRows } from './order-rows.tsx'
import styles from './rows.module.css'
import { ScanSwitch } from './scan-switch.tsx'
import { isOldSearch, tableModeOf } from './table-mode.ts'
import { canBeTurned, writeAsConditions } from './write-as-conditions.ts'
import { WhichRows } from './which-rows.tsx'

/** What an operation is told: its arguments, and which rows are meant. */
export function CallPanes(): ReactNode {
  const { operation } = useEditor()
  switch (tableModeOf(operation)) {
    case 'find':
    case 'aggregate':
      return <SearchPanes />
    case 'update':
      return (
        <>
          <ArgumentsPane />
          <WhichRows of="guards" />
        </>
      )
    case 'insert':
      return <ArgumentsPane />
    case undefined:
      return <AnswerPanes />
  }
}

function SearchPanes(): ReactNode {
  const { draft } = useEditor()
  const { binding } = draft
  const isOld = isOldSearch(binding)
  return (
    <>
      {isOld && <OlderSearch />}
      {(!isOld || binding.where !== undefined) && <WhichRows of="rows" />}
      {(!isOld || binding.orderBy !== undefined) && <SearchOrder />}
      {(!isOld || binding.acceptScan !== undefined) && <ScanSwitch />}
    </>
  )
}

/** Rows are ordered by their fields, groups by what they show. */
function SearchOrder(): ReactNode {
  const { draft, columns, operation } = useEditor()
  const { aggregate, orderBy } = draft.binding
  if (tableModeOf(operation) !== 'aggregate') return <OrderRows by={columns} />
  if (aggregate?.groupBy === undefined && orderBy === undefined) return null
  return <OrderRows by={aggregate === undefined ? [] : shownBy(aggregate, columns)} />
}

/** A search in its older form: in the rows that it always had, and on its way to conditions. */
function OlderSearch(): ReactNode {
  const { draft } = useEditor()
  return (
    <>
      <ArgumentsPane />
      {canBeTurned(draft.binding) && (
        <div className={styles.facts}>
          <Button
            onClick={() => {
              draft.edit(writeAsConditions(draft.binding))
              focusPlace('/where')
            }}
          >
            {t('rows.asConditions')}
          </Button>
          <small className="dim grow">{t('rows.asConditionsHint')}</small>
        </div>
      )}
    </>
  )
}
