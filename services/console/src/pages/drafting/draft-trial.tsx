import type { ReactNode } from 'react'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { CopyCurl } from '../../ui/copy-button.tsx'
import { Failure } from '../../ui/states.tsx'
import { TestParameters } from '../editor/test-parameters.tsx'
import { TrialOutcome } from '../editor/trial-outcome.tsx'
import styles from './goal-page.module.css'
import { type DraftToTry, useDraftTrial } from './use-draft-trial.ts'

/** The draft tried before anything of it is accepted. */
export function DraftTrial(draft: DraftToTry): ReactNode {
  const trial = useDraftTrial(draft)
  return (
    <section className={styles.trial} aria-label={t('editor.test')}>
      <div className="row">
        <span className="dim grow">
          {trial.isCalled
            ? t('drafting.testCalls', { environment: trial.environment })
            : t('drafting.testPreviews')}
        </span>
        <CopyCurl call={trial.call} />
        <Button isBusy={trial.isRunning} refusal={trial.refusal} onClick={trial.run}>
          {t('editor.test')}
        </Button>
      </div>
      <TestParameters {...trial} />
      {trial.error !== null && <Failure error={trial.error} />}
      {trial.outcome !== undefined && <TrialOutcome outcome={trial.outcome} />}
    </section>
  )
}
