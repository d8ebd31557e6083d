import type { PrepublishReport } from '@bindery/client'
import type { ReactNode } from 'react'
import { t } from '../../text/translate.ts'
import { Status } from '../../ui/marks.tsx'
import styles from './publish-card.module.css'

/** Where calls will go, what they show, what they change, and whether the tests pass. */
export function ReportFacts({ report }: { readonly report: PrepublishReport }): ReactNode {
  const enabled = report.skills.filter(({ isEnabled, status }) => isEnabled && status === 'valid')
  const outputs = new Set(enabled.flatMap((skill) => skill.sensitiveOutputs.map(({ output }) => output)))
  const writes = enabled.filter(({ effect }) => effect !== 'read').length
  const total = enabled.reduce((sum, { tests }) => sum + tests.total, 0)
  const failing = enabled.reduce((sum, { tests }) => sum + tests.failing.length, 0)
  return (
    <dl className={styles.facts}>
      <dt>{t('agents.callsGoTo')}</dt>
      <dd className="mono">
        {report.egressHosts.length === 0 ? t('agents.nowhere') : report.egressHosts.join(', ')}
      </dd>
      <dt>{t('agents.personalData')}</dt>
      <dd>
        {outputs.size === 0 ? (
          t('agents.noPersonalData')
        ) : (
          <span className="mono">{[...outputs].join(', ')}</span>
        )}
      </dd>
      <dt>{t('agents.writes')}</dt>
      <dd>{writes === 0 ? t('agents.noWrites') : t('agents.writeCount', { count: writes })}</dd>
      <dt>{t('agents.tests')}</dt>
      <dd>
        {total === 0 ? (
          t('agents.noTests')
        ) : (
          <Status meaning={failing === 0 ? 'ok' : 'bad'}>
            {t('agents.testsPass', { passing: total - failing, total })}
          </Status>
        )}
      </dd>
    </dl>
  )
}
