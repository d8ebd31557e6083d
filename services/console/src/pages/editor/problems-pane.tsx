import type { BindingValidation } from '@bindery/client'
import { LocateFixed } from 'lucide-react'
import type { ReactNode } from 'react'
import { t } from '../../text/translate.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useTell } from '../../ui/toasts.tsx'
import { fixesOf, type Issue } from './issue-fixes.ts'
import { markOf } from './issue-mark.ts'
import { patched } from './json-patch.ts'
import styles from './problems-pane.module.css'
import type { Draft } from './use-draft.ts'

interface ProblemsPaneProps<Body> {
  readonly draft: Draft<Body>
  readonly validation: BindingValidation | undefined
  /** Leads to the row that says what stands at a place of the binding. */
  readonly onShow: (path: string) => void
}

/** What the compiler refuses or warns of, each with its way out as a button, and the way to its row. */
export function ProblemsPane<Body>({ draft, validation, onShow }: ProblemsPaneProps<Body>): ReactNode {
  const errors = validation?.errors ?? []
  const warnings = validation?.warnings ?? []
  return (
    <section className={styles.pane} aria-labelledby="editor-problems">
      <header className="row">
        <h2 id="editor-problems">{t('editor.problems')}</h2>
        <span className="count-line" role="status">
          {validation !== undefined &&
            (errors.length === 0
              ? saysNoError(warnings.filter(({ severity }) => severity === 'warning').length)
              : t('editor.problemCount', { count: errors.length }))}
        </span>
      </header>
      <ul>
        {[...errors, ...warnings].map((issue) => (
          <Problem
            key={`${issue.path}-${issue.code}`}
            draft={draft}
            issue={issue}
            onShow={() => onShow(issue.path)}
          />
        ))}
      </ul>
    </section>
  )
}

const saysNoError = (warnings: number): string =>
  warnings === 0 ? t('editor.noProblems') : t('editor.warningCount', { count: warnings })

interface ProblemProps<Body> {
  readonly draft: Draft<Body>
  readonly issue: Issue
  readonly onShow: () => void
}

function Problem<Body>({ draft, issue, onShow }: ProblemProps<Body>): ReactNode {
  const tell = useTell()
  const { icon, status, label } = markOf(issue.severity)
  return (
    <li className={styles.problem}>
      <span className={status}>
        <Icon of={icon} size="small" label={label} />
      </span>
      <p className="grow">{issue.message}</p>
      <span className={styles.fixes}>
        {fixesOf(issue, draft.binding)
          .slice(0, 3)
          .map(({ title, patch }) => (
            <Button
              key={title}
              onClick={() => {
                const next = patched(draft.binding, patch)
                if (draft.is(next)) draft.edit(next)
                else tell(t('editor.fixGone'))
              }}
            >
              {title}
            </Button>
          ))}
      </span>
      <IconButton icon={LocateFixed} label={t('rows.showRow')} onClick={onShow} />
    </li>
  )
}
