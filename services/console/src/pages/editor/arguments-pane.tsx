import { type ReactNode, useState } from 'react'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/states.tsx'
import { ArgumentRow } from './argument-row.tsx'
import { useEditor } from './editor-context.tsx'
import styles from './panes.module.css'
import { sendingOf } from './rows/sent.ts'
import { sourceOf } from './source.ts'

/** So many arguments stand in sight at once, optional ones too. */
const shownAtOnce = 8

/** What the operation takes, each with where its value comes from. */
export function ArgumentsPane(): ReactNode {
  const [isWhole, setIsWhole] = useState(false)
  const { targets, draft } = useEditor()
  const filled = targets.filter(
    (target) =>
      sourceOf(draft.binding, target) !== undefined || sendingOf(draft.binding, target) !== undefined,
  )
  const needed = targets.filter((target) => target.required && !filled.includes(target)).length
  const shown =
    isWhole || targets.length <= shownAtOnce
      ? targets
      : targets.filter((target) => target.required || filled.includes(target))
  const left = targets.length - shown.length
  return (
    <section className={styles.pane} aria-labelledby="editor-arguments" data-pointer="/inputs">
      <header className={styles.head}>
        <h2 id="editor-arguments">{t('editor.arguments')}</h2>
        <span className="count-line">
          {t('editor.filled', { count: filled.length })}
          {needed > 0 && ` · ${t('editor.needed', { count: needed })}`}
        </span>
      </header>
      {targets.length === 0 && <Empty>{t('editor.takesNothing')}</Empty>}
      <ul>
        {shown.map((target) => (
          <ArgumentRow key={`${target.slot}-${target.name}`} target={target} />
        ))}
      </ul>
      {left > 0 && (
        <p className={styles.left}>
          <Button look="quiet" onClick={() => setIsWhole(true)}>
            {t('editor.optionalLeft', { count: left })}
          </Button>
          <span className="dim">{t('editor.defaultsApply')}</span>
        </p>
      )}
    </section>
  )
}
