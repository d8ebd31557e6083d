import type { ReactNode } from 'react'
import { t } from '../../../text/translate.ts'
import { useEditor } from '../editor-context.tsx'
import { isPicked, togglePick } from '../outputs.ts'
import paneStyles from '../panes.module.css'
import { leavesOf } from '../rows/aggregate.ts'
import { SmallSwitch } from '../rows/small-switch.tsx'
import styles from './steps.module.css'

/** Which of the counts and sums of a step agents get: nothing of a step is shown unless it is named. */
export function ShownValues(): ReactNode {
  const { draft } = useEditor()
  const { aggregate } = draft.binding
  if (aggregate === undefined) return null
  const lists = aggregate.groupBy === undefined ? [] : [aggregate.leaf ?? '']
  return (
    <section className={paneStyles.pane} aria-labelledby="steps-shown" data-pointer="/projection">
      <header className={paneStyles.head}>
        <h2 id="steps-shown">{t('steps.shown')}</h2>
      </header>
      <ul className={styles.shown}>
        {leavesOf(aggregate).map((leaf) => {
          const pick = { path: leaf, lists, isMany: false }
          return (
            <li key={leaf}>
              <SmallSwitch
                label={leaf}
                isOn={isPicked(draft.binding, pick)}
                onSwitch={() => draft.edit(togglePick(draft.binding, pick))}
              />
            </li>
          )
        })}
      </ul>
    </section>
  )
}
