import type { ReactNode } from 'react'
import { t } from '../../../text/translate.ts'
import { useEditor } from '../editor-context.tsx'
import { RowIssue } from './row-issue.tsx'
import styles from './rows.module.css'
import { SmallSwitch } from './small-switch.tsx'

/** Findings of the compiler that an accepted scan is the answer to, and what it says of one that was accepted. */
const reasons = new Set([
  'condition_missing',
  'filter_not_indexed',
  'order_not_bounded',
  'aggregate_not_bounded',
  'scan_accepted',
])

/** Whether a call may read what no index bounds, with what the compiler says of it. */
export function ScanSwitch(): ReactNode {
  const { draft, validation } = useEditor()
  const isAccepted = draft.binding.acceptScan === true
  const said = [...(validation?.errors ?? []), ...(validation?.warnings ?? [])].filter(({ code }) =>
    reasons.has(code),
  )
  const hint = isAccepted ? t('rows.scanNotNeeded') : t('rows.scanHint')
  return (
    <div className={styles.facts} data-pointer="/acceptScan">
      <SmallSwitch
        label={t('rows.scan')}
        isOn={isAccepted}
        onSwitch={(isOn) => {
          const { acceptScan: _before, ...rest } = draft.binding
          draft.edit(isOn ? { ...rest, acceptScan: true } : rest)
        }}
      />
      {said.length === 0 ? (
        <small className="dim">{hint}</small>
      ) : (
        said.map((issue) => <RowIssue key={`${issue.code} ${issue.path}`} issue={issue} />)
      )}
    </div>
  )
}
