import { Check, Dot } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { cancelDiscovery } from '../../api/discovery.ts'
import { useRefusal } from '../../api/session.ts'
import { useCommand } from '../../api/use-command.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ProviderText } from '../../ui/provider-text.tsx'
import { Failure } from '../../ui/states.tsx'
import { percentOf, type Progress, type Stage, stages } from './progress.ts'
import styles from './progress-bar.module.css'

interface ProgressBarProps {
  readonly kind: string
  readonly job: string
  readonly progress: Progress
  readonly isLost: boolean
}

/** How far a discovery is, what it found so far, and how to stop it. */
export function ProgressBar({ kind, job, progress, isLost }: ProgressBarProps): ReactNode {
  const [isLogShown, setIsLogShown] = useState(false)
  const refusal = useRefusal('integrations:write')
  const cancel = useCommand({ call: cancelDiscovery(kind), changes: [] })
  const { held, remarks, end } = progress
  return (
    <section className={styles.place} aria-label={t('discovery.title')}>
      <div className={styles.bar}>
        <progress
          className={styles.meter}
          aria-label={t('discovery.title')}
          max={100}
          value={percentOf(progress)}
        />
        <div role="status">
          <ol className={styles.stages}>
            {stages.map((stage) => (
              <StageMark key={stage} stage={stage} progress={progress} />
            ))}
          </ol>
        </div>
        {held !== undefined && (
          <span className={`faint num ${styles.wide}`}>{t('discovery.held', held)}</span>
        )}
        <span className="grow" />
        {remarks.length > 0 && (
          <Button look="quiet" aria-expanded={isLogShown} onClick={() => setIsLogShown(!isLogShown)}>
            {t('discovery.log')}
          </Button>
        )}
        {end === undefined && (
          <Button look="quiet" refusal={refusal} isBusy={cancel.isRunning} onClick={() => cancel.run(job)}>
            {t(cancel.data === undefined ? 'discovery.cancel' : 'discovery.cancelling')}
          </Button>
        )}
      </div>
      {isLost && <p className="hint">{t('discovery.lost')}</p>}
      {cancel.error !== null && <Failure error={cancel.error} />}
      {isLogShown && <Remarks remarks={remarks} />}
    </section>
  )
}

function StageMark({ stage, progress }: { readonly stage: Stage; readonly progress: Progress }): ReactNode {
  const at = stages.indexOf(progress.stage)
  const own = stages.indexOf(stage)
  const isOver = own < at || progress.end?.name === 'done'
  const isNow = own === at && progress.end === undefined
  const { done, total } = progress
  if (isNow)
    return (
      <li className={styles.now} aria-current="step">
        <Icon of={Dot} size="small" />
        {t(`discovery.${stage}Now`)}
        {total > 1 && <span className="num">{t('discovery.of', { done, total })}</span>}
      </li>
    )
  return (
    <li className={isOver ? styles.over : 'faint'}>
      {isOver && <Icon of={Check} size="small" />}
      {t(`discovery.${stage}`)}
    </li>
  )
}

function Remarks({ remarks }: Pick<Progress, 'remarks'>): ReactNode {
  return (
    <ul className={styles.remarks}>
      {remarks.map((remark, index) => (
        <li key={index}>
          <ProviderText>
            {remark.name === 'log' ? remark.message : t('discovery.quarantined', remark)}
          </ProviderText>
        </li>
      ))}
    </ul>
  )
}
