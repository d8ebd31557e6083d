import { environments } from '@bindery/client'
import type { ReactNode } from 'react'
import { toEnvironment, useEnvironment } from '../api/environment.ts'
import { t } from '../text/translate.ts'
import styles from './environment-switch.module.css'

/** The environment that the page shows and tests; production looks like what it is. */
export function EnvironmentSwitch(): ReactNode {
  const { environment, isFixed, choose } = useEnvironment()
  return (
    <label className={`env ${environment}`}>
      <span className="sr">{t('shell.environment')}</span>
      <select
        className={styles.choice}
        value={environment}
        disabled={isFixed}
        onChange={(event) => {
          const chosen = toEnvironment(event.target.value)
          if (chosen !== undefined) choose(chosen)
        }}
      >
        {environments.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  )
}
