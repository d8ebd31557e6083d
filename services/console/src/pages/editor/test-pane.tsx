import type { ReactNode } from 'react'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { CopyCurl } from '../../ui/copy-button.tsx'
import { Segments } from '../../ui/segments.tsx'
import { Failure } from '../../ui/states.tsx'
import styles from './test-pane.module.css'
import { TestParameters } from './test-parameters.tsx'
import { TrialOutcome } from './trial-outcome.tsx'
import type { Trial, TrialMode } from './use-trial.ts'

/** Tries the draft as it stands: what would be sent, what came back, and what agents would get of it. */
export function TestPane({ trial }: { readonly trial: Trial }): ReactNode {
  const { mode, chooseMode, run, isRunning, error, outcome, call } = trial
  const labels: Readonly<Record<TrialMode, string>> = {
    preview: t('editor.previewOnly'),
    call: t('editor.callNamed', { environment: trial.environment }),
    response: t('editor.paste'),
  }
  const modes = trial.modes.map((value) => ({ value, label: labels[value] }))
  return (
    <section className={styles.pane} aria-labelledby="editor-test">
      <header className={styles.head}>
        <h2 id="editor-test">{t('editor.test')}</h2>
        <Segments label={t('editor.testFrom')} value={mode} options={modes} onChange={chooseMode} />
        <span className="grow" />
        <CopyCurl call={call} />
        <Button refusal={trial.refusal} isBusy={isRunning} onClick={run}>
          {t('editor.runTest')}
        </Button>
      </header>
      <TestParameters {...trial} />
      {mode === 'response' && <PastedAnswer trial={trial} />}
      {trial.refusal !== undefined && <p className="hint">{trial.refusal}</p>}
      {error !== null && <Failure error={error} />}
      {outcome !== undefined && <TrialOutcome outcome={outcome} />}
    </section>
  )
}

function PastedAnswer({ trial: { pasted, paste } }: { readonly trial: Trial }): ReactNode {
  return (
    <textarea
      className={`mono ${styles.pasted}`}
      aria-label={t('editor.pastedAnswer')}
      placeholder='{ "id": 1 }'
      spellCheck={false}
      value={pasted}
      onChange={(event) => paste(event.target.value)}
    />
  )
}
